package io.sluice.policy;

import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.util.function.Supplier;

/**
 * What policy is asked about.
 *
 * @param reversibility of the step, in its saga
 * @param compensation whether the effect undoes an earlier one
 * @param facts what conditions can see; asked for only where there are conditions
 */
public record PolicyQuestion(
        String tenantId,
        String agentId,
        String tool,
        EffectType effectType,
        Reversibility reversibility,
        boolean compensation,
        Supplier<Facts> facts) {}
