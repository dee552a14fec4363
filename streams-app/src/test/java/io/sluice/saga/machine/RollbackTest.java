package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Invariants 6 and 12: what was done is undone, latest first, up to the one-way door. */
class RollbackTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("first", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "undo-first")
            .tool("undo-first", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "undo-second")
            .tool("undo-second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("scar", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("peek", READ, COMPENSABLE, Capability.NEITHER)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("key-door", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.BOTH)
            .tool("blind-undone", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "blind-undo")
            .tool("blind-undo", INTERNAL_MUTATION, RETRYABLE, Capability.NEITHER)
            .tool("tell-later", EXTERNAL_NOTIFICATION, RETRYABLE, Capability.KEYS)
            .tool("tell", EXTERNAL_NOTIFICATION, COMPENSABLE, Capability.KEYS)
            .saga("keyed", "second", "key-door")
            .saga("found", "second", "door")
            .saga("undone-blindly", "blind-undone", "scar")
            .saga("told", "tell", "send")
            .saga("read-last", "second", "peek")
            .saga("three", "first", "peek", "second", "send")
            .saga("scarred", "first", "scar", "send")
            .saga("after", "first", "send", "file");

    private static Scenario threeStepsDone() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("send");
    }

    @Test
    void shouldUndoInReverseOrderWhenALaterStepIsRefused() {
        threeStepsDone()
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
        CommandResult result = threeStepsDone()
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
        Scenario scenario = Scenario.with(CATALOG)
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
        Intent undo = threeStepsDone().answers(TERMINAL).openIntent();

        assertThat(undo.tool()).isEqualTo("undo-second");
        assertThat(undo.request().path()).isEqualTo("/undo-second");
    }

    @Test
    void shouldResolveAnAmbiguousStepBeforeUndoingAnything() {
        Scenario scenario = Scenario.with(CATALOG)
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
        Scenario scenario = threeStepsDone();
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
        Scenario scenario = threeStepsDone()
                .answers(UNKNOWN)
                .expectLookup("send")
                .passes(Scenario.LIMITS.approvalExpiry())
                .passesUntilDue()
                .expectLookup("send");

        assertThat(scenario.openIntent().notAfter()).isAfter(scenario.now());
    }

    @Test
    void shouldKeepWhatCannotBeUndoneAndStillUndoTheEarlierSteps() {
        Scenario.with(CATALOG)
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
        Scenario scenario = threeStepsDone().answers(TERMINAL).expectCall("undo-second");
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
        Scenario.with(CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(TERMINAL)
                .expectSaga(SagaStatus.FAILED)
                .expectEffect("second", VALIDATED)
                .expectCallsOf("undo-first", 0);
    }

    @Test
    void shouldOnlyGoForwardAfterThePivot() {
        Scenario.with(CATALOG)
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
        Scenario.with(CATALOG)
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
    void shouldKeepWhatLiesBehindThePivotUntilItIsKnownWhetherThePivotHappened() {
        Scenario.with(CATALOG)
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

    @Test
    void shouldUndoAStepWithTheContractThatTheSagaStartedWith() {
        TestCatalog next = TestCatalog.replacing(CATALOG, "v2")
                .tool("undo-second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS);

        Scenario.with(CATALOG)
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

    /** Whoever cancels does not want it done, so it is not done in order to find out whether it was. */
    @Test
    void shouldNotCallWhatCannotBeUndoneInOrderToFindOutWhetherItWasDone() {
        Scenario.with(CATALOG)
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
        Scenario.with(CATALOG)
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
        Scenario.with(CATALOG)
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
    void shouldTakeALateSuccessOfACompensationAfterTheEnd() {
        Scenario scenario = Scenario.with(CATALOG)
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
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.saga("told"))
                .reject("reviewer-1", "not like this")
                .expectSaga(SagaStatus.FAILED)
                .expectEffectReason(EffectRef.forward("send"), Reason.ABANDONED);

        assertThat(scenario.lastResult().pendingApprovals()).isEmpty();
    }

    @Test
    void shouldGiveUpAReadThatNobodyNeedsAnyMore() {
        Scenario.with(CATALOG)
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
        Scenario scenario = Scenario.with(CATALOG)
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
        Scenario.with(CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(UNKNOWN)
                .answers(FOUND)
                .expectEffect("first", COMMITTED)
                .expectCall("peek");
    }
}
