package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An agent that decides as it goes: begin, add step, commit or roll back. */
class OpenSagaTest {

    @Test
    void shouldRunAtOnceWhatCanBeUndoneAndTheRestAtTheCommit() {
        OpenSagaTools.begun()
                .adds("hold")
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
        OpenSagaTools.begun()
                .adds("look")
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
        OpenSagaTools.begun()
                .adds("file")
                .adds("look")
                .expectNothingUnderWay()
                .commits()
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectCall("look");
    }

    @Test
    void shouldHoldEveryStepUntilTheCommitWhenItWasBegunSo() {
        OpenSagaTools.begun(RunAt.COMMIT)
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
        Scenario scenario =
                OpenSagaTools.begun().adds("hold").answers(SUCCEEDED).adds("pay");

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
        Scenario scenario = OpenSagaTools.begun()
                .adds("hold")
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
    void shouldUndoTheOthersAtOnceWhenAStepFailsForGood() {
        OpenSagaTools.begun()
                .adds("hold")
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
        OpenSagaTools.begun()
                .adds("hold")
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
        OpenSagaTools.begun()
                .adds("hold")
                .answers(TRANSIENT)
                .passesUntilDue()
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectEffect("hold", COMMITTED);
    }

    @Test
    void shouldRenderAStepFromTheCommandThatAddedIt() {
        Scenario scenario = OpenSagaTools.begun().adds("s", "hold", "{\"note\":\"window\"}");

        assertThat(scenario.openIntent().request().body()).contains("window");
    }

    @Test
    void shouldAskForApprovalOfAStepThatWaitsForTheCommitAndRunWhatComesBeforeIt() {
        Scenario scenario = OpenSagaTools.begun().adds("hold").adds("tell").expectCall("hold");

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
        OpenSagaTools.begun()
                .adds("hold")
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
        OpenSagaTools.begun()
                .adds("hold")
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
