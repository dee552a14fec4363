package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Direction;
import io.sluice.saga.OpenSaga;
import io.sluice.saga.RunAt;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;

/** 12. The pivot is a one-way door: nothing is undone behind it, and nothing before it is left open when it is passed. */
final class PivotIsADoor extends Invariant {

    private final Interventions interventions;
    private final Unpromised unpromised;

    PivotIsADoor(Interventions interventions, Unpromised unpromised) {
        super(12);
        this.interventions = interventions;
        this.unpromised = unpromised;
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
                    committed(recorded.saga(), started);
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
                            || interventions.isLeftOut(saga, step)
                            || saga.status() == SagaStatus.COMPENSATING,
                    "%s starts before step %s is done",
                    started.attempt().intentId(),
                    step.name());
        }
    }

    /** What cannot be undone waits for the commit of an open saga, and so does everything where it was begun that way. */
    private void committed(Saga saga, SagaEvent.AttemptStarted started) {
        OpenSaga open = saga.open();
        Step step = saga.step(started.effect().step()).orElseThrow();
        boolean isHarmless =
                step.forward().tool().effectType().isPure() || step.reversibility() == Reversibility.COMPENSABLE;
        require(
                saga.status() != SagaStatus.PENDING || (open != null && open.runAt() == RunAt.NOW && isHarmless),
                "%s starts before its saga is committed",
                started.attempt().intentId());
    }

    private boolean isPassed(Saga saga) {
        return saga.steps().stream()
                .anyMatch(step -> isDoor(step)
                        && step.forward().status() == EffectStatus.COMMITTED
                        && !unpromised.has(step.forward().idempotencyKey()));
    }

    private static boolean isDoor(Step step) {
        return (step.reversibility() == Reversibility.PIVOT || step.reversibility() == Reversibility.NONCOMPENSABLE)
                && !step.forward().tool().effectType().isPure();
    }
}
