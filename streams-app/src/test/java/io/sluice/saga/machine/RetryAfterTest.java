package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Invariant 10 where a provider says when it wants to be asked again: honoured, and bounded by what a saga may take. */
class RetryAfterTest {

    private static final Duration SENSIBLE = Duration.ofHours(2);
    private static final Duration SENSELESS = Duration.ofDays(3650);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Scenario.LIMITS.sagaTimeout();

    /** The calls and lookups that are left when patience is over take no longer than this. */
    private static final Duration REST = Duration.ofHours(1);

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("go", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .saga("two", "hold", "note")
            .saga("gone", "go", "file")
            .define(Steps.saga("timed", Steps.plain("hold"), Steps.within(LIMIT, "note")));

    private static Scenario proposed(String saga) {
        return Scenario.with(CATALOG).propose(Commands.saga(saga));
    }

    private static Scenario rollingBack() {
        return proposed("two").answers(SUCCEEDED).answers(TERMINAL).expectCall("release");
    }

    private static Scenario asksFor(Scenario scenario, OutcomeResult result, Duration wait) {
        return scenario.answers(
                Outcomes.withRetryAfter(scenario.openIntent(), result, wait.toMillis(), scenario.now()));
    }

    /** Each attempt is put off by as much as {@code wait}, until there is none any more. */
    private static Scenario isPutOffAgainAndAgain(Scenario scenario, Duration wait) {
        while (!scenario.saga().openAttempts().isEmpty()) {
            asksFor(scenario, TRANSIENT, wait);
            if (Schedule.nextDue(scenario.saga()).isPresent()) {
                scenario.passesUntilDue();
            }
        }
        return scenario;
    }

    private static void assertDue(Scenario scenario, Instant due) {
        assertThat(Schedule.nextDue(scenario.saga())).hasValue(due);
    }

    @Test
    void shouldNotCallSoonerThanTheProviderAsks() {
        Scenario scenario = asksFor(rollingBack(), TRANSIENT, SENSIBLE);

        assertDue(scenario, scenario.now().plus(SENSIBLE));
    }

    @Test
    void shouldNotLookUpSoonerThanTheProviderAsks() {
        Scenario scenario = asksFor(proposed("two").answers(UNKNOWN).expectLookup("hold"), TRANSIENT, SENSIBLE);

        assertDue(scenario, scenario.now().plus(SENSIBLE));
    }

    @Test
    void shouldNotLookAtAcceptedWorkSoonerThanTheProviderAsks() {
        Scenario scenario = asksFor(proposed("two"), ACCEPTED, SENSIBLE);
        assertDue(scenario, scenario.now().plus(SENSIBLE));

        asksFor(scenario.passesUntilDue().expectLookup("hold"), ACCEPTED, SENSIBLE);
        assertDue(scenario, scenario.now().plus(SENSIBLE));
    }

    @Test
    void shouldAskAPersonWhenAProviderHoldsUpARollback() {
        for (Duration wait : new Duration[] {SENSIBLE.multipliedBy(20), SENSELESS}) {
            Scenario scenario = rollingBack();
            Instant bound = scenario.now().plus(PATIENCE).plus(REST);

            isPutOffAgainAndAgain(scenario, wait)
                    .expectEscalated(Reason.COMPENSATION_FAILED)
                    .expectEffect("hold", COMMITTED)
                    .expectCompensation("hold", FAILED)
                    .expectSaga(SagaStatus.FAILED);
            assertThat(scenario.now()).isBefore(bound);
        }
    }

    @Test
    void shouldAskAPersonWhenAProviderDoesNotLetUsFindOutWhetherItWasUndone() {
        Scenario scenario = rollingBack().answers(UNKNOWN).expectLookup("release");
        Instant bound = scenario.now().plus(PATIENCE).plus(REST);

        isPutOffAgainAndAgain(scenario, SENSELESS)
                .expectEscalated(Reason.LOOKUP_INCONCLUSIVE)
                .expectCompensation("hold", AMBIGUOUS)
                .expectSaga(SagaStatus.FAILED);
        assertThat(scenario.now()).isBefore(bound);
    }

    @Test
    void shouldGiveUpAtTheDeadlineWhatAProviderPutsOff() {
        Scenario scenario = asksFor(proposed("two"), TRANSIENT, SENSELESS);
        assertDue(scenario, scenario.saga().deadline());

        scenario.passesUntilDue()
                .expectNothingUnderWay()
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldFindOutAfterTheDeadlineWhatAProviderPutOffBefore() {
        Scenario scenario = asksFor(proposed("two").answers(UNKNOWN).expectLookup("hold"), TRANSIENT, SENSELESS);
        Instant bound = scenario.saga().deadline().plus(PATIENCE).plus(REST);
        assertDue(scenario, scenario.saga().deadline());

        isPutOffAgainAndAgain(scenario.passesUntilDue().expectLookup("hold"), SENSELESS)
                .expectEscalated(Reason.LOOKUP_INCONCLUSIVE)
                .expectSaga(SagaStatus.COMPENSATING);
        assertThat(scenario.now()).isBefore(bound);
    }

    @Test
    void shouldEndAStepInTimeThatAProviderPutsOff() {
        Scenario scenario = asksFor(proposed("timed").answers(SUCCEEDED).expectCall("note"), UNKNOWN, SENSELESS)
                .passesUntilDue()
                .expectCall("note");
        Instant deadline = Objects.requireNonNull(
                scenario.saga().step("note").orElseThrow().deadline());

        asksFor(scenario, TRANSIENT, SENSELESS);
        assertDue(scenario, deadline);
    }

    @Test
    void shouldAskAPersonWhenAProviderHoldsUpTheWayForwardBehindThePivot() {
        Scenario scenario = proposed("gone").answers(SUCCEEDED).expectCall("file");
        Instant deadline = scenario.saga().deadline();

        asksFor(scenario, TRANSIENT, SENSELESS);
        assertDue(scenario, deadline);
        isPutOffAgainAndAgain(scenario.passesUntilDue().expectSagaEscalated().expectCall("file"), SENSELESS)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .expectSaga(SagaStatus.ACTIVE);
        assertThat(scenario.now()).isBefore(deadline.plus(PATIENCE).plus(REST));
    }
}
