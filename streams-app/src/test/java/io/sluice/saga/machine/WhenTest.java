package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.PROPOSED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.CommandResult;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.SideEffect;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions: a step that is not wanted is passed over, and what left nothing behind is not undone; both are recorded. */
class WhenTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("room", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("invite", EXTERNAL_NOTIFICATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("send", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("loft", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER, "release")
            .undoneWhen("loft", "$/forward/result/id")
            .undoneWhen("room", "$/forward/result/id")
            .undoneWhen("hold", "$/forward/result/refundable")
            .define(Steps.saga(
                    "trip", Steps.plain("hold"), Steps.when("$/arguments/room", "room"), Steps.plain("send")))
            .define(Steps.saga(
                    "after-result",
                    Steps.plain("room"),
                    Steps.when("$/steps/room/result/id", "invite"),
                    Steps.plain("send")))
            .define(Steps.saga(
                    "without-result",
                    Steps.plain("room"),
                    Steps.when("$/steps/room/result/number", "invite"),
                    Steps.plain("send")))
            .define(Steps.saga("unheard", Steps.plain("loft"), Steps.plain("send")))
            .define(Steps.saga("only", Steps.when("$/arguments/room", "invite")));

    private static Scenario trip(String arguments) {
        return Scenario.with(CATALOG).propose(Commands.withArguments(Commands.saga("trip"), arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{}",
                "{\"room\":null}",
                "{\"room\":false}",
                "{\"room\":0}",
                "{\"room\":\"\"}",
                "{\"room\":[]}",
                "{\"room\":{}}"
            })
    void shouldPassOverAStepWhoseConditionDoesNotHold(String arguments) {
        trip(arguments)
                .expectCall("hold")
                .expectEffectReason(EffectRef.forward("room"), Reason.NOTHING_TO_DO)
                .answers(SUCCEEDED)
                .expectCall("send")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectNotEscalated()
                .expectCallsOf("room", 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {"{\"room\":true}", "{\"room\":1}", "{\"room\":\"h-9\"}", "{\"room\":[0]}"})
    void shouldRunAStepWhoseConditionHolds(String arguments) {
        trip(arguments)
                .answers(SUCCEEDED)
                .expectCall("room")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldLookAtEarlierResultsWhenItIsTheStepsTurn() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("without-result"))
                .expectEffect("invite", VALIDATED)
                .expectCall("room")
                .answers(SUCCEEDED)
                .expectEffectReason(EffectRef.forward("invite"), Reason.NOTHING_TO_DO)
                .expectCall("send")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectCallsOf("invite", 0);
    }

    @Test
    void shouldAskForApprovalOnlyOnceItIsKnownThatTheStepRuns() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("after-result"))
                .expectEffect("invite", VALIDATED)
                .expectCall("room")
                .answers(SUCCEEDED)
                .expectEffect("invite", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .expectCall("invite");
    }

    @Test
    void shouldAskNobodyAboutAStepThatIsPassedOver() {
        Scenario.with(CATALOG)
                .policy(question -> new PolicyDecision(Verdict.DENY, "never", "p/1", "as the test says"))
                .propose(Commands.saga("only"))
                .expectEffect("invite", PROPOSED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectCallsOf("invite", 0);
    }

    @Test
    void shouldPublishWhyTheEffectWasPassedOver() {
        Scenario scenario = trip("{}");

        assertThat(scenario.outputs()
                        .filter(Output.PublishSideEffect.class::isInstance)
                        .map(output -> ((Output.PublishSideEffect) output).record())
                        .filter(record -> record.step().equals("room"))
                        .map(SideEffect::reason))
                .last()
                .isEqualTo(Reason.NOTHING_TO_DO);
    }

    @Test
    void shouldNotCountAPassedOverStepAsDone() {
        CommandResult result = trip("{}").answers(SUCCEEDED).answers(SUCCEEDED).lastResult();

        assertThat(result.state()).isEqualTo("committed");
        assertThat(result.completedSteps()).containsExactly("hold", "send");
    }

    @Test
    void shouldUndoNothingForAStepThatWasPassedOver() {
        trip("{}")
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectCallsOf("release", 0)
                .expectEffect("hold", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldCountAsUndoneWhatLeftNothingToUndo() {
        Scenario scenario = trip("{\"room\":1}")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectEffect("room", COMMITTED)
                .answers(TERMINAL)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectEffect("room", COMPENSATED)
                .expectEffect("hold", COMPENSATED)
                .expectEffectReason(EffectRef.forward("hold"), Reason.NOTHING_TO_DO)
                .expectEffectReason(EffectRef.compensation("hold"), Reason.NOTHING_TO_DO)
                .expectCompensation("hold", PROPOSED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectNotEscalated()
                .expectCallsOf("release", 1)
                .expectFacts("EffectCompensated", "EffectCompensated", "SagaRolledBack");

        assertThat(scenario.lastResult().compensatedSteps()).containsExactly("hold", "room");
    }

    /** What an operator says has no result, so nobody knows that there was nothing to undo. */
    @Test
    void shouldUndoWhatIsOnlyKnownFromAnOperatorsWord() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("unheard"))
                .answers(UNKNOWN)
                .passes(Duration.ofMinutes(1))
                .resolves(EffectRef.forward("loft"), Resolution.COMMITTED)
                .expectCall("send")
                .answers(TERMINAL)
                .expectCall("release");
    }

    @Test
    void shouldRecordThatThereIsNothingToUndoWhenAnOperatorAsksAfterTheEnd() {
        trip("{}")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .compensates("hold")
                .expectEffect("hold", COMPENSATED)
                .expectEffectReason(EffectRef.forward("hold"), Reason.NOTHING_TO_DO)
                .expectCallsOf("release", 0);
    }
}
