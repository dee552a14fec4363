package io.sluice.sandbox.simulation.invariant;

import io.sluice.saga.EffectRef;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What operators have decided about which effect, as the journal has it: what it permits, and nothing more. */
final class Interventions {

    private final Map<String, Map<OperationKind, Set<EffectRef>>> decided = new HashMap<>();
    private final Map<String, Set<String>> undone = new HashMap<>();

    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.OperationApplied applied && applied.effect() != null) {
            decided.computeIfAbsent(recorded.sagaId(), saga -> new EnumMap<>(OperationKind.class))
                    .computeIfAbsent(applied.kind(), kind -> new HashSet<>())
                    .add(applied.effect());
        } else if (recorded.event() instanceof SagaEvent.CompensationRequested requested) {
            undone.computeIfAbsent(recorded.sagaId(), saga -> new HashSet<>()).add(requested.step());
        }
    }

    /** Whether an operation of this kind was applied to the effect. */
    boolean has(String sagaId, OperationKind kind, EffectRef effect) {
        return decided.getOrDefault(sagaId, Map.of())
                .getOrDefault(kind, Set.of())
                .contains(effect);
    }

    /** Whether somebody saw to the effect in any way, so that what was given up may be taken up again. */
    boolean isSeenTo(String sagaId, EffectRef effect) {
        return decided.getOrDefault(sagaId, Map.of()).values().stream().anyMatch(effects -> effects.contains(effect));
    }

    /** Whether the saga goes on without the step: an operator skipped it, or its condition does not hold. */
    boolean isLeftOut(Saga saga, Step step) {
        return step.forward().isPassedOver()
                && (Reason.NOTHING_TO_DO.equals(step.forward().reason())
                        || has(saga.sagaId(), OperationKind.SKIP, EffectRef.forward(step.name())));
    }

    /** Whether the step was to be undone after the saga had ended. */
    boolean isUndoAsked(String sagaId, String step) {
        return undone.getOrDefault(sagaId, Set.of()).contains(step);
    }
}
