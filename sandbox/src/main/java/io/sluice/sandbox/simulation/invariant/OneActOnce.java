package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.saga.Effect;
import io.sluice.saga.Saga;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 2. One business act is done once, whichever saga proposes it: again only where the first was undone or not done. */
final class OneActOnce extends Invariant {

    private final Contracts contracts;
    private final Map<String, Saga> sagas;
    private final Unpromised unpromised;
    private final Map<String, Map<String, Intent>> done = new HashMap<>();

    OneActOnce(Contracts contracts, Map<String, Saga> sagas, Unpromised unpromised) {
        super(2);
        this.contracts = contracts;
        this.sagas = sagas;
        this.unpromised = unpromised;
    }

    @Override
    public void worked(Intent intent) {
        Saga saga = sagas.get(intent.sagaId());
        if (saga == null || contracts.of(intent).businessKey() == null) {
            return;
        }
        String act = intent.tenantId() + " " + intent.tool() + " " + targetOf(saga, intent);
        Map<String, Intent> all = done.computeIfAbsent(act, none -> new LinkedHashMap<>());
        for (Intent other : all.values()) {
            boolean isAnother = !other.sideEffectId().equals(intent.sideEffectId());
            boolean isPromised = !unpromised.has(other.idempotencyKey()) && !unpromised.has(intent.idempotencyKey());
            require(
                    !isAnother || !isPromised || !counts(other),
                    "%s does what %s has done",
                    intent.intentId(),
                    other.intentId());
        }
        all.put(intent.sideEffectId(), intent);
    }

    private boolean counts(Intent intent) {
        Effect effect = effect(intent);
        return effect != null
                && !effect.isPassedOver()
                && (effect.status() == EffectStatus.COMMITTED
                        || effect.status() == EffectStatus.STARTED
                        || effect.status() == EffectStatus.AMBIGUOUS);
    }

    private @Nullable Effect effect(Intent intent) {
        Saga saga = sagas.get(intent.sagaId());
        return saga == null
                ? null
                : saga.effects()
                        .filter(effect -> effect.sideEffectId().equals(intent.sideEffectId()))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String targetOf(Saga saga, Intent intent) {
        return saga.steps().stream()
                .filter(step -> step.forward().sideEffectId().equals(intent.sideEffectId()))
                .map(saga::commandOf)
                .findFirst()
                .orElse(saga.command())
                .targetId();
    }
}
