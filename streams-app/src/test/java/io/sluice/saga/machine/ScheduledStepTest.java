package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.SagaDefinition;
import io.sluice.saga.Command;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step that is not to start before some moment waits for it in the state, and holds nothing else up. */
class ScheduledStepTest {

    private static final Instant START = Scenario.START;
    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.KEYS)
            .tool("post", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .define(Steps.saga("later", Steps.plain("hold"), Steps.notBefore("2h", "post")))
            .define(new SagaDefinition(
                    "bounded", "v1", Duration.ofHours(3), List.of(Steps.plain("hold"), Steps.notBefore("2h", "post"))))
            .define(Steps.saga("asked", Steps.plain("hold"), Steps.notBefore("$/arguments/at?", "post")))
            .define(Steps.saga("told", Steps.plain("hold"), Steps.notBefore("$/steps/hold/result/id", "post")))
            .define(Steps.saga("notice", Steps.notBefore("2d", "send")))
            .define(Steps.saga("notice-after", Steps.notBefore("2d", "hold"), Steps.plain("send")));

    private static Command asked(String at) {
        return Commands.withArguments(Commands.saga("asked"), "{\"at\":\"" + at + "\"}");
    }

    private static Scenario waiting() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("later"))
                .answers(SUCCEEDED)
                .expectNothingUnderWay();
    }

    private static void assertDue(Scenario scenario, Instant due) {
        assertThat(Schedule.nextDue(scenario.saga())).contains(due);
    }

    @Test
    void shouldStartNotBeforeItsMomentCountedFromTheStartOfTheSaga() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.saga("later"))
                .passes(Duration.ofSeconds(5))
                .answers(SUCCEEDED)
                .expectEffectReason(EffectRef.forward("post"), Reason.SCHEDULED);

        assertDue(scenario, START.plus(Duration.ofHours(2)));
        scenario.passes(Duration.ofHours(1))
                .expectRejected(Reason.NOTHING_DUE)
                .passesUntilDue()
                .expectCall("post")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
        assertThat(scenario.now()).isEqualTo(START.plus(Duration.ofHours(2)));
    }

    @Test
    void shouldStartAtAnInstantThatTheCommandNames() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(asked("2026-01-02T08:00:00Z")).answers(SUCCEEDED);

        assertDue(scenario, Instant.parse("2026-01-02T08:00:00Z"));
    }

    @Test
    void shouldStartAtOnceWhenTheMomentHasPassedOrIsNotNamed() {
        Scenario.with(CATALOG)
                .propose(asked("2025-01-01T00:00:00Z"))
                .answers(SUCCEEDED)
                .expectCall("post");
        Scenario.with(CATALOG)
                .propose(Commands.saga("asked"))
                .answers(SUCCEEDED)
                .expectCall("post");
    }

    @Test
    void shouldRefuseACommandWhoseMomentIsNone() {
        Scenario scenario = Scenario.with(CATALOG).propose(asked("soon")).expectRejected(Reason.INVALID_COMMAND);

        assertThat(scenario.hasSaga()).isFalse();
        assertThat(scenario.rejectionDetail()).contains("step 'post'").contains("instant");
    }

    @Test
    void shouldRefuseACommandWhoseStepWouldStartAfterTheDeadline() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(asked("2026-02-01T00:00:00Z")).expectRejected(Reason.INVALID_COMMAND);

        assertThat(scenario.rejectionDetail()).contains("step 'post'").contains("2026-02-01T00:00:00Z");
    }

    @Test
    void shouldFailTheStepWhenAnEarlierResultGivesNoMoment() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("told"))
                .answers(SUCCEEDED)
                .expectEffectReason(EffectRef.forward("post"), Reason.NOT_RENDERABLE)
                .expectCall("release");
    }

    @Test
    void shouldUndoWhatRanWhenTheSagaIsCancelledWhileItWaits() {
        Scenario scenario = waiting()
                .cancels()
                .expectCall("release")
                .expectEffect("post", VALIDATED)
                .answers(SUCCEEDED)
                .expectEffect("hold", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectCallsOf("post", 0);

        assertThat(Schedule.nextDue(scenario.saga())).isEmpty();
    }

    @Test
    void shouldNotBeLookedAtForAScheduledStepOnceTheSagaIsUndone() {
        Scenario scenario = waiting().cancels().expectCall("release");

        assertDue(scenario, scenario.saga().openAttempts().getFirst().settledAt());
    }

    @Test
    void shouldEndAtTheDeadlineOfTheSagaWhileAStepWaits() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("bounded"))
                .answers(SUCCEEDED)
                .passes(Duration.ofHours(3))
                .expectSaga(SagaStatus.COMPENSATING)
                .expectReason(Reason.TIMED_OUT)
                .expectCallsOf("post", 0);
    }

    @Test
    void shouldLetAGrantOutlastTheMomentThatTheStepWaitsFor() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.saga("notice"))
                .expectEffect("send", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .expectNothingUnderWay();

        assertDue(scenario, START.plus(Duration.ofDays(2)));
        scenario.passesUntilDue().expectCall("send").answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldLetAGrantOutlastTheMomentThatAnEarlierStepWaitsFor() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("notice-after"))
                .grant("reviewer-1")
                .passesUntilDue()
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectEffect("hold", COMMITTED)
                .expectCall("send");
    }
}
