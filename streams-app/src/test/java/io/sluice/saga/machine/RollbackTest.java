package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import org.junit.jupiter.api.Test;

/** Invariants 6 and 12: what was done is undone, latest first, up to the one-way door. */
class RollbackTest {

    @Test
    void shouldUndoInReverseOrderWhenALaterStepIsRefused() {
        RollbackTools.threeStepsDone()
                .answers(TERMINAL)
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("undo-second")
                .answers(SUCCEEDED)
                .expectEffect("second", COMPENSATED)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectFacts("EffectCompensated", "EffectCompensated", "SagaRolledBack");
    }

    @Test
    void shouldTellTheProposerWhatWasUndoneAndWhy() {
        CommandResult result = RollbackTools.threeStepsDone()
                .answers(TERMINAL)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .lastResult();

        assertThat(result.state()).isEqualTo("rolled_back");
        assertThat(result.compensatedSteps()).containsExactly("first", "second");
        assertThat(result.failedStep()).isEqualTo("send");
        assertThat(result.error()).contains("send").contains(Reason.REFUSED_BY_PROVIDER);
    }

    @Test
    void shouldRegisterTheCompensationInTheCommitOfTheIntentWithAKeyOfItsOwn() {
        Scenario scenario = Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .expectCall("first");

        scenario.expectCompensation("first", io.sluice.effect.EffectStatus.PROPOSED);
        Effect compensation = scenario.saga().step("first").orElseThrow().compensation();
        assertThat(compensation)
                .extracting(Effect::idempotencyKey)
                .isNotEqualTo(scenario.openIntent().idempotencyKey());
    }

    @Test
    void shouldRenderACompensationFromTheForwardStepsResult() {
        Intent undo = RollbackTools.threeStepsDone().answers(TERMINAL).openIntent();

        assertThat(undo.tool()).isEqualTo("undo-second");
        assertThat(undo.request().path()).isEqualTo("/undo-second");
    }

    @Test
    void shouldKeepWhatCannotBeUndoneAndStillUndoTheEarlierSteps() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("scarred"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectEffect("scar", COMMITTED)
                .expectEscalated(Reason.NO_COMPENSATION)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldRetryAFailingCompensationThenEscalateAndGoOn() {
        Scenario scenario = RollbackTools.threeStepsDone().answers(TERMINAL).expectCall("undo-second");
        for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.answers(TRANSIENT).passesUntilDue().expectCall("undo-second");
        }

        scenario.answers(TRANSIENT)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .expectEffect("second", COMMITTED)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldUndoNothingForAStepThatNeverHappened() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(TERMINAL)
                .expectSaga(SagaStatus.FAILED)
                .expectEffect("second", VALIDATED)
                .expectCallsOf("undo-first", 0);
    }

    @Test
    void shouldOnlyGoForwardAfterThePivot() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("after"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("file")
                .answers(TERMINAL)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .expectSaga(SagaStatus.ACTIVE)
                .expectCallsOf("undo-first", 0);
    }

    @Test
    void shouldUndoWhatRanWhenTheDeadlinePasses() {
        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(TRANSIENT)
                .passes(Scenario.LIMITS.sagaTimeout())
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldUndoAStepWithTheContractThatTheSagaStartedWith() {
        TestCatalog next = TestCatalog.replacing(RollbackTools.CATALOG, "v2")
                .tool("undo-second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS);

        Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .catalogArrives(next)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .cancels()
                .answers(TERMINAL)
                .expectVersionOf("undo-second", "v1");
    }

    @Test
    void shouldTakeALateSuccessOfACompensationAfterTheEnd() {
        Scenario scenario = Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("undone-blindly"))
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectCall("blind-undo");
        Intent undo = scenario.openIntent();

        scenario.passesUntilDue()
                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                .expectSaga(SagaStatus.FAILED)
                .answers(Outcomes.of(undo, SUCCEEDED, scenario.now()))
                .expectEffect("blind-undone", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectNotEscalated();
        assertThat(scenario.lastResult().compensatedSteps()).containsExactly("blind-undone");
    }

    @Test
    void shouldAskNoReviewerAnyMoreOnceTheSagaIsUndone() {
        Scenario scenario = Scenario.with(RollbackTools.CATALOG)
                .propose(Commands.saga("told"))
                .reject("reviewer-1", "not like this")
                .expectSaga(SagaStatus.FAILED)
                .expectEffectReason(EffectRef.forward("send"), Reason.ABANDONED);

        assertThat(scenario.lastResult().pendingApprovals()).isEmpty();
    }
}
