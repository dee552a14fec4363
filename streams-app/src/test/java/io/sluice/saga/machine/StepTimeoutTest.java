package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Retry;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A step's own time limit: past it nothing new is started, and what is in doubt is still found out. */
class StepTimeoutTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final EffectRef BOOK = EffectRef.forward("book");
    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("book", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("pay", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.KEYS)
            .tool("go", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .define(Steps.saga("trip", Steps.plain("hold"), Steps.within(LIMIT, "book")))
            .define(Steps.saga("paid", Steps.within(LIMIT, "pay")))
            .define(Steps.saga("notice", Steps.plain("hold"), Steps.within(LIMIT, "send")))
            .define(Steps.saga("filed", Steps.plain("go"), Steps.within(LIMIT, "file")))
            .define(Steps.saga("later", Steps.notBeforeAndWithin("2h", LIMIT, "book")));

    private static Scenario reached() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("trip"))
                .passes(Duration.ofSeconds(10))
                .answers(SUCCEEDED)
                .expectCall("book");
    }

    private static Scenario pivotPassed() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("filed"))
                .answers(SUCCEEDED)
                .expectCall("file");
    }

    private static Instant deadline(Scenario scenario, String step) {
        return Objects.requireNonNull(scenario.saga().step(step).orElseThrow().deadline());
    }

    @Test
    void shouldCountFromTheMomentItIsTheStepsTurn() {
        Scenario scenario = reached();

        assertThat(deadline(scenario, "book"))
                .isEqualTo(Scenario.START.plusSeconds(10).plus(LIMIT));
    }

    @Test
    void shouldCountFromTheMomentTheStepWasPutOffTo() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("later"));

        assertThat(deadline(scenario, "book"))
                .isEqualTo(Scenario.START.plus(Duration.ofHours(2)).plus(LIMIT));
        scenario.passesUntilDue().expectCall("book");
    }

    @Test
    void shouldFailAStepThatSurelyWasNotDoneInTime() {
        Scenario scenario = reached().answers(TRANSIENT).passes(LIMIT);

        scenario.expectEffect("book", FAILED)
                .expectEffectReason(BOOK, Reason.TIMED_OUT)
                .expectCallsOf("book", 1)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
        assertThat(scenario.lastResult().failedStep()).isEqualTo("book");
    }

    @Test
    void shouldWaitForTheAnswerOfACallThatIsUnderWay() {
        reached()
                .passes(LIMIT.minusSeconds(50))
                .answers(TRANSIENT)
                .passesUntilDue()
                .expectCall("book")
                .passes(Duration.ofSeconds(20))
                .expectCall("book")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotSendAnIntentAfterTheDeadline() {
        Scenario scenario = reached().answers(TRANSIENT).passes(LIMIT.minusSeconds(5));

        assertThat(scenario.expectCall("book").openIntent().notAfter()).isEqualTo(deadline(scenario, "book"));
    }

    @Test
    void shouldGoOnLookingForWhatIsInDoubt() {
        reached()
                .answers(UNKNOWN)
                .expectLookup("book")
                .passes(Duration.ofSeconds(1))
                .answers(NOT_FOUND)
                .passes(LIMIT)
                .expectEffect("book", AMBIGUOUS)
                .expectLookup("book")
                .answers(FOUND)
                .expectEffect("book", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldFailWhatALookupShowsNotToHaveHappened() {
        reached()
                .answers(UNKNOWN)
                .passes(Duration.ofSeconds(1))
                .answers(NOT_FOUND)
                .passes(LIMIT)
                .expectLookup("book")
                .answers(NOT_FOUND)
                .expectEffectReason(BOOK, Reason.TIMED_OUT)
                .expectCallsOf("book", 1)
                .expectCall("release");
    }

    @Test
    void shouldRepeatACallInDoubtWhereTheKeyIsTheOnlyWayToKnow() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("paid"))
                .passes(Duration.ofSeconds(5))
                .answers(UNKNOWN)
                .passes(LIMIT)
                .expectCall("pay")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldGoOnAskingForWorkThatWasTakenOn() {
        reached()
                .answers(ACCEPTED)
                .passes(LIMIT)
                .expectLookup("book")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldCountTheWaitForAnApprovalThatIsAskedForAtItsTurn() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("notice"))
                .expectEffect("send", APPROVAL_REQUIRED)
                .passes(LIMIT.multipliedBy(3))
                .expectEffect("send", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .expectCall("send");
    }

    @Test
    void shouldFailAStepThatWaitedForAPlaceTooLong() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("trip"));

        scenario.placesBecome(FlowTest.busy(Lane.FORWARD))
                .answers(SUCCEEDED)
                .expectWaiting(BOOK, AttemptKind.CALL, Lane.FORWARD);
        assertThat(Schedule.nextDue(scenario.saga())).contains(deadline(scenario, "book"));
        scenario.passesUntilDue()
                .expectEffectReason(BOOK, Reason.TIMED_OUT)
                .expectCallsOf("book", 0)
                .placeIsFreedFor(BOOK)
                .expectRejected(Reason.STALE_PLACE);
    }

    @Test
    void shouldEscalateAStepAfterThePivotAndStartItsTimeAnewWhenAnOperatorRetriesIt() {
        Scenario scenario = pivotPassed().answers(TRANSIENT).passes(LIMIT);

        scenario.expectEffectReason(EffectRef.forward("file"), Reason.TIMED_OUT)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .expectSaga(SagaStatus.ACTIVE)
                .expectNothingUnderWay();
        Instant over = deadline(scenario, "file");
        scenario.passes(LIMIT).retries(EffectRef.forward("file")).expectCall("file");
        assertThat(deadline(scenario, "file")).isAfter(over);
        scenario.answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED).expectNotEscalated();
    }

    @Test
    void shouldNotBeDueForTheLimitOfAStepWhoseCallIsUnderWayOrInDoubt() {
        Scenario scenario =
                reached().answers(UNKNOWN).passes(Duration.ofSeconds(1)).answers(NOT_FOUND);

        Retry retry = Objects.requireNonNull(scenario.effect("book").progress().retry());
        assertThat(Schedule.nextDue(scenario.saga())).contains(retry.dueAt());
    }
}
