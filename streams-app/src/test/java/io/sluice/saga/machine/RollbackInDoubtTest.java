package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is in doubt or under way when the way back begins is found out before it is undone. */
class RollbackInDoubtTest {

    @Test
    void shouldResolveAnAmbiguousStepBeforeUndoingAnything() {
        Scenario scenario = Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(UNKNOWN)
                .expectLookup("send");

        scenario.passes(Scenario.LIMITS.sagaTimeout())
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCallsOf("undo-second", 0);
        scenario.passesUntilDue().expectLookup("send").answers(NOT_FOUND).expectEffect("send", FAILED);
        scenario.expectCall("undo-second")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldEscalateASuccessOnceThatComesAfterItsStepFailed() {
        Scenario scenario = RollbackTools.threeStepsDone();
        Intent send = scenario.openIntent();
        scenario.passes(Scenario.LIMITS.sagaTimeout())
                .expectLookup("send")
                .answers(NOT_FOUND)
                .expectEffect("send", FAILED)
                .answers(Outcomes.of(send, SUCCEEDED, scenario.now()))
                .expectEscalated(Reason.LATE_SUCCESS);

        scenario.answers(Outcomes.of(send, SUCCEEDED, scenario.now())).expectRejected(Reason.STALE_OUTCOME);
    }

    @Test
    void shouldStillLookUpWhatWasDoneWhenItsGrantHasExpired() {
        Scenario scenario = RollbackTools.threeStepsDone()
                .answers(UNKNOWN)
                .expectLookup("send")
                .passes(Scenario.LIMITS.approvalExpiry())
                .passesUntilDue()
                .expectLookup("send");

        assertThat(scenario.openIntent().notAfter()).isAfter(scenario.now());
    }

    @Test
    void shouldKeepWhatLiesBehindThePivotUntilItIsKnownWhetherThePivotHappened() {
        Scenario.with(RollbackTools.CATALOG)
                .begins(RunAt.NOW)
                .adds("second")
                .answers(SUCCEEDED)
                .adds("door")
                .adds("tell-later")
                .commits()
                .expectCall("door")
                .cancels()
                .expectEffect("tell-later", EffectStatus.APPROVAL_REQUIRED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ACTIVE)
                .expectEffect("tell-later", EffectStatus.APPROVAL_REQUIRED);
    }

    /** Whoever cancels does not want it done, so it is not done in order to find out whether it was. */
    @Test
    void shouldNotCallWhatCannotBeUndoneInOrderToFindOutWhetherItWasDone() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("keyed"))
                .answers(SUCCEEDED)
                .answers(UNKNOWN)
                .cancels()
                .expectEscalated(Reason.ABANDONED)
                .expectEffect("key-door", EffectStatus.AMBIGUOUS)
                .passes(Scenario.LIMITS.backoffMax())
                .expectCallsOf("key-door", 1)
                .passes(Duration.ofMinutes(1))
                .resolves(EffectRef.forward("key-door"), Resolution.NOT_COMMITTED)
                .expectCall("undo-second")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldLookUpRatherThanCallAgainWhenTheSagaIsUndone() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("found"))
                .answers(SUCCEEDED)
                .answers(UNKNOWN)
                .cancels()
                .expectLookup("door")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED)
                .expectCallsOf("door", 1);
    }

    @Test
    void shouldRepeatWhatCanBeUndoneWhereOnlyTheKeyTellsAndThenUndoIt() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("keyed"))
                .answers(UNKNOWN)
                .cancels()
                .passesUntilDue()
                .expectCall("second")
                .answers(SUCCEEDED)
                .expectCall("undo-second")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldGiveUpAReadThatNobodyNeedsAnyMore() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("read-last"))
                .answers(SUCCEEDED)
                .answers(TRANSIENT)
                .cancels()
                .expectEffectReason(EffectRef.forward("peek"), Reason.ABANDONED)
                .expectCall("undo-second")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    /** Its place at the provider is given back by its answer. */
    @Test
    void shouldNotEndWhileAReadIsUnderWay() {
        Scenario scenario = Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("read-last"))
                .answers(SUCCEEDED)
                .expectCall("peek");
        Intent read = scenario.openIntent();
        scenario.cancels();
        Intent undo = scenario.intents().getLast();

        scenario.answers(Outcomes.of(undo, SUCCEEDED, scenario.now()))
                .expectEffect("second", COMPENSATED)
                .expectSaga(SagaStatus.COMPENSATING)
                .answers(Outcomes.of(read, SUCCEEDED, scenario.now()))
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectNothingUnderWay();
    }

    @Test
    void shouldCommitALookedUpFirstStepBeforeGoingOn() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(UNKNOWN)
                .answers(FOUND)
                .expectEffect("first", COMMITTED)
                .expectCall("peek");
    }
}
