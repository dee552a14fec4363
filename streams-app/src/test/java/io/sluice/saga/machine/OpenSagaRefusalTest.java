package io.sluice.saga.machine;

import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.SagaDefinition;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an open saga does not take, and what it knows again. */
class OpenSagaRefusalTest {

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
        Scenario scenario =
                OpenSagaTools.begun(RunAt.COMMIT).adds(earlier).adds(next).expectRejected(Reason.NOT_REVERSIBLE_HERE);

        assertThat(scenario.rejectionDetail()).contains(next).contains("[" + rule + "]");
        assertThat(scenario.saga().steps()).hasSize(1);
        scenario.expectSaga(SagaStatus.PENDING);
    }

    /** Who may propose at all may not thereby decide on what another agent has begun. */
    @ParameterizedTest
    @EnumSource(
            value = SagaAction.class,
            names = {"ADD_STEP", "COMMIT", "ROLL_BACK"})
    void shouldBeOnlyItsOwnAgents(SagaAction action) {
        Scenario scenario =
                Scenario.with(OpenSagaTools.CATALOG).begins(RunAt.COMMIT).adds("hold");

        scenario.propose(scenario.open(action, action == SagaAction.ADD_STEP ? "hold" : null, "c-stranger")
                        .step("strange")
                        .agent("another-agent")
                        .build())
                .expectRejected(Reason.NOT_GRANTED)
                .expectNothingUnderWay();
        assertThat(scenario.saga().isOpen()).isTrue();
    }

    @Test
    void shouldRefuseAToolThatTheCatalogDoesNotHave() {
        OpenSagaTools.begun().adds("fly").expectRejected(Reason.UNKNOWN_TOOL);
    }

    @Test
    void shouldRefuseAStepWhileThereIsNoCatalogAndTakeItAfterwards() {
        Scenario.with(TestCatalog.empty())
                .begins(RunAt.NOW)
                .adds("hold")
                .expectRejected(Reason.CATALOG_MISSING)
                .catalogArrives(OpenSagaTools.CATALOG)
                .adds("hold")
                .expectCall("hold");
    }

    @Test
    void shouldBoundTheSteps() {
        Scenario scenario = OpenSagaTools.begun(RunAt.COMMIT);
        for (int i = 0; i < SagaDefinition.MAX_STEPS; i++) {
            scenario.adds("s-" + i, "hold", "{}");
        }

        scenario.adds("one-more", "hold", "{}").expectRejected(Reason.TOO_MANY_STEPS);
    }

    @Test
    void shouldAnswerACommandThatComesAgainWithThePriorResult() {
        Scenario scenario = OpenSagaTools.begun().adds("hold").answers(SUCCEEDED);
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
        OpenSagaTools.begun()
                .adds("hold")
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
        OpenSagaTools.begun()
                .adds("s", "hold", "{\"note\":\"a\"}")
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
        Scenario nowhere = Scenario.with(OpenSagaTools.CATALOG);
        nowhere.propose(nowhere.open(SagaAction.COMMIT, null, "c-commit").build())
                .expectRejected(Reason.UNKNOWN_SAGA);

        OpenSagaTools.begun()
                .adds("pay")
                .commits()
                .adds("file")
                .expectRejected(Reason.SAGA_CLOSED)
                .givesUp()
                .expectRejected(Reason.SAGA_CLOSED)
                .expectCall("pay");
    }

    @Test
    void shouldKeepTheKeysOfStepsApart() {
        Scenario scenario =
                OpenSagaTools.begun(RunAt.COMMIT).adds("a", "hold", "{}").adds("b", "hold", "{}");

        assertThat(scenario.saga().effects().map(effect -> effect.idempotencyKey()))
                .doesNotHaveDuplicates();
    }
}
