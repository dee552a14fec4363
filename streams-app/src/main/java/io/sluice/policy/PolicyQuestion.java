package io.sluice.policy;

import io.sluice.effect.EffectType;

/**
 * What policy is asked about.
 *
 * @param compensation whether the effect undoes an earlier one
 */
public record PolicyQuestion(
        String tenantId, String agentId, String tool, EffectType effectType, boolean compensation) {}
