package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;

/** 12. The pivot is a one-way door: nothing is undone behind it, and nothing before it is left open when it is passed. */
final class PivotIsADoor extends Invariant {

    private final Interventions interventions;

    PivotIsADoor(Interventions interventions) {
        super(12);
        this.interventions = interventions;
    }

    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.CompensationStarted started ->
                require(
                        !isPassed(recorded.saga()),
                        "saga %s is rolled back (%s) although its pivot has happened",
                        recorded.sagaId(),
                        started.reason());
            case SagaEvent.AttemptStarted started -> {
                if (started.effect().direction() == Direction.COMPENSATION) {
                    require(
                            interventions.isUndoAsked(
                                            recorded.sagaId(), started.effect().step())
                                    || !isPassed(recorded.saga()),
                            "%s undoes a step although the pivot has happened",
                            started.attempt().intentId());
                } else {
                    inOrder(recorded.saga(), started);
                }
            }
            default -> {}
        }
    }

    private void inOrder(Saga saga, SagaEvent.AttemptStarted started) {
        for (Step step : saga.steps()) {
            if (step.name().equals(started.effect().step())) {
                return;
            }
            require(
                    step.forward().status() == EffectStatus.COMMITTED
                            || interventions.has(saga.sagaId(), OperationKind.SKIP, EffectRef.forward(step.name()))
                            || saga.status() == SagaStatus.COMPENSATING,
                    "%s starts before step %s is done",
                    started.attempt().intentId(),
                    step.name());
        }
    }

    private static boolean isPassed(Saga saga) {
        return saga.steps().stream()
                .anyMatch(step -> isDoor(step) && step.forward().status() == EffectStatus.COMMITTED);
    }

    private static boolean isDoor(Step step) {
        return (step.reversibility() == Reversibility.PIVOT || step.reversibility() == Reversibility.NONCOMPENSABLE)
                && !step.forward().tool().effectType().isPure();
    }
}
