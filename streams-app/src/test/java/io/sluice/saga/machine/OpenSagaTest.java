package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.NONCOMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.SagaDefinition;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent that decides as it goes: begin, add step, commit or roll back. */
class OpenSagaTest {

    private static final Duration TIMEOUT = MachineRun.LIMITS.openSagaTimeout();

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("look", READ, RETRYABLE, Capability.NEITHER)
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("seat", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("pay", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("tell", EXTERNAL_NOTIFICATION, PIVOT, Capability.KEYS)
            .tool("shout", INTERNAL_MUTATION, NONCOMPENSABLE, Capability.NEITHER)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("blind", INTERNAL_MUTATION, RETRYABLE, Capability.NEITHER);

    private static Scenario begun() {
        return begun(RunAt.NOW);
    }

    private static Scenario begun(RunAt runAt) {
        return Scenario.with(CATALOG).begins(runAt).expectSaga(SagaStatus.PENDING);
    }

    @Test
    void shouldRunAtOnceWhatCanBeUndoneAndTheRestAtTheCommit() {
        begun().adds("hold")
                .expectCall("hold")
                .answers(SUCCEEDED)
                .adds("pay")
                .expectNothingUnderWay()
                .expectEffect("pay", VALIDATED)
                .adds("file")
                .expectNothingUnderWay()
                .expectSaga(SagaStatus.PENDING)
                .commits()
                .expectSaga(SagaStatus.ACTIVE)
                .expectCall("pay")
                .answers(SUCCEEDED)
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectFacts("SagaCommitted");
    }

    @Test
    void shouldRunReadsAtOnceAndStepsInTheOrderInWhichTheyWereAdded() {
        begun().adds("look")
                .expectCall("look")
                .adds("hold")
                .adds("seat")
                .expectCall("look")
                .answers(SUCCEEDED)
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectCall("seat");
    }

    @Test
    void shouldHoldBackEvenAReadBehindWhatWaitsForTheCommit() {
        begun().adds("file")
                .adds("look")
                .expectNothingUnderWay()
                .commits()
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectCall("look");
    }

    @Test
    void shouldHoldEveryStepUntilTheCommitWhenItWasBegunSo() {
        begun(RunAt.COMMIT)
                .adds("hold")
                .adds("look")
                .expectNothingUnderWay()
                .commits()
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectCall("look")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldTellEachCommandHowTheSagaStands() {
        Scenario scenario = begun().adds("hold").answers(SUCCEEDED).adds("pay");

        assertThat(scenario.resultOf("c-begin").state()).isEqualTo("pending");
        assertThat(scenario.resultOf("c-hold")).satisfies(result -> {
            assertThat(result.state()).isEqualTo("pending");
            assertThat(result.completedSteps()).containsExactly("hold");
            assertThat(result.externalRefs()).containsKey("hold");
        });
        scenario.commits().answers(SUCCEEDED);

        for (String command : List.of("c-begin", "c-hold", "c-pay", "c-commit")) {
            assertThat(scenario.resultOf(command)).as(command).satisfies(result -> {
                assertThat(result.state()).isEqualTo("committed");
                assertThat(result.completedSteps()).containsExactly("hold", "pay");
            });
        }
    }

    @Test
    void shouldUndoWhatRanWhenTheAgentRollsBack() {
        Scenario scenario = begun().adds("hold")
                .answers(SUCCEEDED)
                .adds("seat")
                .answers(SUCCEEDED)
                .adds("pay")
                .givesUp()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectEffect("seat", COMPENSATED)
                .answers(SUCCEEDED)
                .expectEffect("hold", COMPENSATED)
                .expectCallsOf("pay", 0)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectReason(Reason.ROLLED_BACK_BY_AGENT);

        assertThat(scenario.resultOf("c-roll-back").compensatedSteps()).containsExactly("hold", "seat");
        assertThat(scenario.resultOf("c-begin").state()).isEqualTo("rolled_back");
    }

    @Test
    void shouldUndoWhatRanWhenNobodyCommitsInTime() {
        Scenario scenario = begun().adds("hold")
                .answers(SUCCEEDED)
                .adds("pay")
                .passesUntilDue()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT)
                .expectCallsOf("pay", 0);

        assertThat(scenario.now()).isEqualTo(MachineRun.START.plus(TIMEOUT));
        assertThat(scenario.resultOf("c-begin").error()).contains("nobody committed");
    }

    @Test
    void shouldEndASagaWithoutStepsWhenNobodyCommitsInTime() {
        begun().passes(TIMEOUT).expectSaga(SagaStatus.FAILED).expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldWaitAsLongAsTheBeginAskedFor() {
        Scenario scenario = Scenario.with(CATALOG);
        scenario.propose(scenario.open(SagaAction.BEGIN, null, "c-begin")
                        .timeoutMs(300_000L)
                        .build())
                .passes(Duration.ofSeconds(299))
                .expectRejected(Reason.NOTHING_DUE)
                .passes(Duration.ofSeconds(1))
                .expectSaga(SagaStatus.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "86400001"})
    void shouldRefuseATimeoutBeyondTheBounds(long timeoutMs) {
        Scenario scenario = Scenario.with(CATALOG);

        scenario.propose(scenario.open(SagaAction.BEGIN, null, "c-begin")
                        .timeoutMs(timeoutMs)
                        .build())
                .expectRejected(Reason.INVALID_COMMAND);
    }

    /** Also where the timer has not come yet. */
    @Test
    void shouldStartNothingWhenTheCommitComesPastTheDeadline() {
        begun().adds("pay")
                .waits(TIMEOUT)
                .commits()
                .expectRejected(Reason.TIMED_OUT)
                .expectNothingUnderWay()
                .adds("hold")
                .expectRejected(Reason.TIMED_OUT)
                .givesUp()
                .expectRejected(Reason.TIMED_OUT)
                .passes(Duration.ZERO)
                .expectSaga(SagaStatus.FAILED)
                .commits()
                .expectRejected(Reason.TIMED_OUT)
                .expectCallsOf("pay", 0);
    }

    @Test
    void shouldNotGoOnWithTheNextStepPastTheDeadline() {
        begun().adds("hold")
                .adds("seat")
                .waits(TIMEOUT)
                .answers(SUCCEEDED)
                .expectNothingUnderWay()
                .passes(Duration.ZERO)
                .expectCall("release");
    }

    @Test
    void shouldHaveTheTimeOfAnySagaOnceItIsCommitted() {
        Scenario scenario = begun().adds("pay").commits();

        assertThat(scenario.saga().deadline()).isEqualTo(MachineRun.START.plus(MachineRun.LIMITS.sagaTimeout()));
    }

    @Test
    void shouldUndoTheOthersAtOnceWhenAStepFailsForGood() {
        begun().adds("hold")
                .answers(SUCCEEDED)
                .adds("seat")
                .answers(TERMINAL)
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release")
                .adds("look")
                .expectRejected(Reason.SAGA_ENDED)
                .answers(SUCCEEDED)
                .expectEffect("hold", COMPENSATED)
                .expectEffect("seat", FAILED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .adds("look")
                .expectRejected(Reason.SAGA_ENDED)
                .commits()
                .expectRejected(Reason.SAGA_ENDED);
    }

    @Test
    void shouldSettleAStepInDoubtBeforeItIsUndone() {
        begun().adds("hold")
                .answers(UNKNOWN)
                .expectLookup("hold")
                .givesUp()
                .expectLookup("hold")
                .answers(SUCCEEDED)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldRetryAStepOfAnOpenSaga() {
        begun().adds("hold")
                .answers(TRANSIENT)
                .passesUntilDue()
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectEffect("hold", COMMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "pay, shout, sure-after-pivot",
        "shout, pay, undoable-before-pivot",
        "pay, tell, one-pivot",
        "pay, hold, sure-after-pivot",
        "file, pay, undoable-before-pivot",
        "file, hold, sure-after-pivot",
        "hold, blind, safe-retry",
    })
    void shouldRefuseAStepThatBreaksARuleOfReversibilityAndNameTheRule(String earlier, String next, String rule) {
        Scenario scenario = begun(RunAt.COMMIT).adds(earlier).adds(next).expectRejected(Reason.NOT_REVERSIBLE_HERE);

        assertThat(scenario.rejectionDetail()).contains(next).contains("[" + rule + "]");
        assertThat(scenario.saga().steps()).hasSize(1);
        scenario.expectSaga(SagaStatus.PENDING);
    }

    @Test
    void shouldRefuseAToolThatTheCatalogDoesNotHave() {
        begun().adds("fly").expectRejected(Reason.UNKNOWN_TOOL);
    }

    @Test
    void shouldRefuseAStepWhileThereIsNoCatalogAndTakeItAfterwards() {
        Scenario.with(TestCatalog.empty())
                .begins(RunAt.NOW)
                .adds("hold")
                .expectRejected(Reason.CATALOG_MISSING)
                .catalogArrives(CATALOG)
                .adds("hold")
                .expectCall("hold");
    }

    @Test
    void shouldBoundTheSteps() {
        Scenario scenario = begun(RunAt.COMMIT);
        for (int i = 0; i < SagaDefinition.MAX_STEPS; i++) {
            scenario.adds("s-" + i, "hold", "{}");
        }

        scenario.adds("one-more", "hold", "{}").expectRejected(Reason.TOO_MANY_STEPS);
    }

    @Test
    void shouldAnswerACommandThatComesAgainWithThePriorResult() {
        Scenario scenario = begun().adds("hold").answers(SUCCEEDED);
        scenario.propose(scenario.open(SagaAction.ADD_STEP, "hold", "c-again")
                        .step("hold")
                        .build())
                .expectCallsOf("hold", 1);

        CommandResult again = scenario.resultOf("c-again");
        assertThat(again.duplicateOf()).isEqualTo("c-hold");
        assertThat(again.completedSteps()).containsExactly("hold");

        scenario.begins(RunAt.NOW).commits();
        scenario.propose(
                scenario.open(SagaAction.COMMIT, null, "c-commit-again").build());
        assertThat(scenario.resultOf("c-commit-again").duplicateOf()).isEqualTo("c-commit");
        assertThat(scenario.resultOf("c-commit-again").state()).isEqualTo("committed");
        assertThat(scenario.events().filter(SagaEvent.SagaOpened.class::isInstance))
                .hasSize(1);
    }

    @Test
    void shouldKnowAStepAgainAfterTheEnd() {
        begun().adds("hold")
                .answers(SUCCEEDED)
                .commits()
                .expectSaga(SagaStatus.COMMITTED)
                .adds("hold")
                .expectNotRejected()
                .expectCallsOf("hold", 1)
                .adds("seat")
                .expectRejected(Reason.SAGA_ENDED);
    }

    @Test
    void shouldRejectSameStepWithOtherPayload() {
        begun().adds("s", "hold", "{\"note\":\"a\"}")
                .answers(SUCCEEDED)
                .adds("s", "hold", "{\"note\":\"b\"}")
                .expectRejected(Reason.PAYLOAD_MISMATCH)
                .adds("s", "seat", "{\"note\":\"a\"}")
                .expectRejected(Reason.PAYLOAD_MISMATCH)
                .begins(RunAt.COMMIT)
                .expectRejected(Reason.PAYLOAD_MISMATCH)
                .expectCallsOf("hold", 1);
    }

    @Test
    void shouldRefuseWhatComesWithoutABeginOrAfterTheDecision() {
        Scenario nowhere = Scenario.with(CATALOG);
        nowhere.propose(nowhere.open(SagaAction.COMMIT, null, "c-commit").build())
                .expectRejected(Reason.UNKNOWN_SAGA);

        begun().adds("pay")
                .commits()
                .adds("file")
                .expectRejected(Reason.SAGA_CLOSED)
                .givesUp()
                .expectRejected(Reason.SAGA_CLOSED)
                .expectCall("pay");
    }

    @Test
    void shouldKeepTheKeysOfStepsApart() {
        Scenario scenario = begun(RunAt.COMMIT).adds("a", "hold", "{}").adds("b", "hold", "{}");

        assertThat(scenario.saga().effects().map(effect -> effect.idempotencyKey()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRenderAStepFromTheCommandThatAddedIt() {
        Scenario scenario = begun().adds("s", "hold", "{\"note\":\"window\"}");

        assertThat(scenario.openIntent().request().body()).contains("window");
    }

    @Test
    void shouldAskForApprovalOfAStepThatWaitsForTheCommitAndRunWhatComesBeforeIt() {
        Scenario scenario = begun().adds("hold").adds("tell").expectCall("hold");

        assertThat(scenario.resultOf("c-tell").pendingApprovals()).hasSize(1);
        scenario.answers(SUCCEEDED)
                .grant("reviewer-1")
                .expectNothingUnderWay()
                .commits()
                .expectCall("tell")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldUndoTheSagaWhenAReviewerRejectsAStep() {
        begun().adds("hold")
                .answers(SUCCEEDED)
                .adds("tell")
                .reject("reviewer-1", "not now")
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.APPROVAL_REJECTED);
    }

    @Test
    void shouldLetAnOperatorCancelAnOpenSaga() {
        begun().adds("hold")
                .answers(SUCCEEDED)
                .cancels()
                .expectCall("release")
                .commits()
                .expectRejected(Reason.SAGA_ENDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectReason(Reason.CANCELLED);
    }
}
