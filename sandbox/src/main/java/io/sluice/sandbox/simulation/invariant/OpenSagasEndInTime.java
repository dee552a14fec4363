package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.saga.Direction;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;

/** 10. An open saga that nobody commits in time is over: nothing is added to it, and nothing starts. */
final class OpenSagasEndInTime extends Invariant {

    OpenSagasEndInTime() {
        super(10);
    }

    @Override
    void recorded(Recorded recorded) {
        Saga before = recorded.before();
        if (before == null) {
            return;
        }
        switch (recorded.event()) {
            case SagaEvent.CommitRequested commit -> inTime(before, recorded, "the commit " + commit.commandId());
            case SagaEvent.StepAdded added ->
                inTime(before, recorded, "step " + added.step().name());
            case SagaEvent.AttemptStarted started -> {
                boolean isForward = started.effect().direction() == Direction.FORWARD
                        && started.attempt().kind() == AttemptKind.CALL;
                if (isForward && before.isOpen()) {
                    inTime(before, recorded, "the call " + started.attempt().intentId());
                }
            }
            default -> {}
        }
    }

    private void inTime(Saga before, Recorded recorded, String what) {
        require(before.isOpen(), "%s is taken although saga %s is not open", what, recorded.sagaId());
        require(
                recorded.at().isBefore(before.deadline()),
                "%s is taken although saga %s had to be committed by %s",
                what,
                recorded.sagaId(),
                before.deadline());
    }
}
