package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.util.List;

/** 6. A compensation is registered with the intent; it runs in reverse order, only for what is known to have happened. */
final class CompensationWithIntent extends Invariant {

    private final Contracts contracts;
    private final Interventions interventions;

    CompensationWithIntent(Contracts contracts, Interventions interventions) {
        super(6);
        this.contracts = contracts;
        this.interventions = interventions;
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.AttemptStarted started
                && started.attempt().kind() == AttemptKind.CALL) {
            Saga saga = recorded.saga();
            int index = indexOf(saga, started.effect().step());
            if (started.effect().direction() == Direction.FORWARD) {
                registered(saga.steps().get(index), started);
                wanted(recorded, started);
            } else {
                inOrder(saga, index, started);
            }
        } else if (recorded.event() instanceof SagaEvent.EffectCompensated done) {
            Effect undo =
                    recorded.saga().step(done.step()).map(Step::compensation).orElse(null);
            require(
                    undo != null && (undo.status() == EffectStatus.COMMITTED || done.reason() != null),
                    "step %s of %s counts as undone, but its compensation is not committed",
                    done.step(),
                    recorded.sagaId());
        }
    }

    /** Nothing begins in a saga that is being undone. */
    private void wanted(Recorded recorded, SagaEvent.AttemptStarted started) {
        Saga before = recorded.before();
        Effect effect = before == null ? null : before.effect(started.effect());
        require(
                before == null
                        || before.status() == SagaStatus.ACTIVE
                        || before.status() == SagaStatus.PENDING
                        || (effect != null && effect.progress().doubt()),
                "%s starts although its saga is %s",
                started.attempt().intentId(),
                before == null ? "new" : before.status());
    }

    private void registered(Step step, SagaEvent.AttemptStarted started) {
        boolean has = contracts.of(step.forward().tool()).compensation() != null;
        require(
                !has || step.compensation() != null,
                "no compensation is registered with the intent %s",
                started.attempt().intentId());
    }

    private void inOrder(Saga saga, int index, SagaEvent.AttemptStarted started) {
        String intent = started.attempt().intentId();
        require(
                saga.steps().get(index).forward().status() == EffectStatus.COMMITTED,
                "%s undoes what is not known to have happened",
                intent);
        if (interventions.isUndoAsked(saga.sagaId(), started.effect().step())) {
            return; // the saga had ended, and somebody asked for this step to be undone
        }
        List<Step> later = saga.steps().subList(index + 1, saga.steps().size());
        for (Step step : later) {
            Effect forward = step.forward();
            Effect undo = step.compensation();
            boolean isSettled = forward.tool().effectType().isPure()
                    || switch (forward.status()) {
                        case STARTED, AMBIGUOUS -> false;
                        case COMMITTED ->
                            undo == null
                                    ? isGivenUp(saga, EffectRef.forward(step.name()), forward)
                                    : isGivenUp(saga, EffectRef.compensation(step.name()), undo);
                        default -> true;
                    };
            require(isSettled, "%s undoes its step before the later step %s is settled", intent, step.name());
        }
    }

    /** A person was asked to see to it, and perhaps has done so by now. */
    private boolean isGivenUp(Saga saga, EffectRef ref, Effect effect) {
        return effect.escalated() || interventions.isSeenTo(saga.sagaId(), ref);
    }

    private static int indexOf(Saga saga, String step) {
        for (int index = 0; index < saga.steps().size(); index++) {
            if (saga.steps().get(index).name().equals(step)) {
                return index;
            }
        }
        throw new IllegalStateException("no step " + step);
    }
}
