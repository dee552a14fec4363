package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Lane;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Places;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Only so many attempts are under way at a provider; the others wait for a place, and nothing is lost meanwhile. */
class FlowTest {

    private static final EffectRef FIRST = EffectRef.forward("first");
    private static final EffectRef UNDO_FIRST = EffectRef.compensation("first");

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("first", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "undo-first")
            .tool("undo-first", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("peek", READ, COMPENSABLE, Capability.NEITHER)
            .saga("two", "first", "second");

    @Test
    void shouldWaitForAPlaceBeforeTheFirstCallAndGoOnWhenOneIsFreed() {
        Scenario.with(CATALOG)
                .placesBecome(busy(Lane.FORWARD))
                .propose(Commands.saga("two"))
                .expectNothingUnderWay()
                .expectWaiting(FIRST, AttemptKind.CALL, Lane.FORWARD)
                .placeIsFreedFor(FIRST)
                .expectCall("first")
                .expectNobodyWaits();
    }

    @Test
    void shouldKeepTheLanesApart() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .answers(UNKNOWN)
                .expectLookup("first")
                .answers(SUCCEEDED)
                .expectCall("second")
                .placesBecome(busy(Lane.FORWARD))
                .answers(TERMINAL)
                .expectCall("undo-first");
    }

    @Test
    void shouldLetALookupAndACompensationWaitLikeAnyOther() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .placesBecome(busy(Lane.LOOKUP, Lane.COMPENSATION))
                .answers(UNKNOWN)
                .expectWaiting(FIRST, AttemptKind.LOOKUP, Lane.LOOKUP)
                .expectEffect("first", EffectStatus.AMBIGUOUS)
                .placeIsFreedFor(FIRST)
                .expectLookup("first")
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectWaiting(UNDO_FIRST, AttemptKind.CALL, Lane.COMPENSATION)
                .placeIsFreedFor(UNDO_FIRST)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldHaveNoRetryWhileItWaits() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .answers(TRANSIENT)
                .placesBecome(busy(Lane.FORWARD))
                .passesUntilDue()
                .expectWaiting(FIRST, AttemptKind.CALL, Lane.FORWARD);

        assertThat(scenario.saga().effect(FIRST))
                .extracting(effect -> effect.progress().retry())
                .isNull();
        assertThat(Schedule.nextDue(scenario.saga())).contains(scenario.saga().deadline());
    }

    @Test
    void shouldNotCallForAnOpenSagaWhoseTimeWasOverWhenThePlaceCame() {
        Scenario.with(CATALOG)
                .placesBecome(busy(Lane.FORWARD))
                .begins(RunAt.NOW)
                .adds("first")
                .expectWaiting(FIRST, AttemptKind.CALL, Lane.FORWARD)
                .waits(Duration.ofMinutes(2))
                .placeIsFreedFor(FIRST)
                .expectCallsOf("first", 0)
                .expectSaga(SagaStatus.FAILED)
                .expectNobodyWaits();
    }

    @Test
    void shouldRejectAPlaceThatNobodyWaitsForAnyMore() {
        Scenario.with(CATALOG)
                .placesBecome(busy(Lane.FORWARD))
                .propose(Commands.saga("two"))
                .placeIsFreedFor(FIRST)
                .placeIsFreedFor(FIRST)
                .expectRejected(Reason.STALE_PLACE)
                .placeIsFreedFor(EffectRef.forward("nowhere"))
                .expectRejected(Reason.STALE_PLACE)
                .expectCallsOf("first", 1);
    }

    @Test
    void shouldAskPolicyAnewWhenThePlaceIsThere() {
        AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.ALLOW);
        Scenario.with(CATALOG)
                .policy(question ->
                        new PolicyDecision(Objects.requireNonNull(verdict.get()), "rule", "v1", "as the test says"))
                .placesBecome(busy(Lane.FORWARD))
                .propose(Commands.saga("two"))
                .also(() -> verdict.set(Verdict.DENY))
                .placeIsFreedFor(FIRST)
                .expectNothingUnderWay()
                .expectNobodyWaits()
                .expectEffect("first", EffectStatus.FAILED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldLetGoOfThePlaceWhenTheSagaIsUndoneMeanwhile() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .placesBecome(busy(Lane.FORWARD))
                .answers(SUCCEEDED)
                .expectWaiting(EffectRef.forward("second"), AttemptKind.CALL, Lane.FORWARD)
                .passes(Scenario.LIMITS.sagaTimeout())
                .expectSaga(SagaStatus.COMPENSATING)
                .expectNobodyWaits()
                .placeIsFreedFor(EffectRef.forward("second"))
                .expectRejected(Reason.STALE_PLACE)
                .expectCall("undo-first");
    }

    @Test
    void shouldStillSettleADoubtThatWaitsWhenTheSagaIsUndone() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .placesBecome(busy(Lane.LOOKUP))
                .answers(UNKNOWN)
                .passes(Scenario.LIMITS.sagaTimeout())
                .expectSaga(SagaStatus.COMPENSATING)
                .expectWaiting(FIRST, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placeIsFreedFor(FIRST)
                .answers(NOT_FOUND)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldRefuseANewCommandWhenTooMuchWaitsAndSayWhenToTryAgain() {
        Scenario scenario = Scenario.with(CATALOG)
                .placesBecome(FULL)
                .propose(Commands.saga("two"))
                .expectRejected(Reason.OVERLOADED);

        assertThat(scenario.hasSaga()).isFalse();
        assertThat(scenario.rejectionDetail()).contains("2026-01-01T00:00:05Z");
    }

    @Test
    void shouldAnswerADuplicateHoweverMuchWaits() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .placesBecome(FULL)
                .propose(Commands.withId(Commands.saga("two"), "c-2"));

        assertThat(scenario.events()).last().isInstanceOf(SagaEvent.CommandDuplicated.class);
    }

    private static final Places FULL = new Places() {
        @Override
        public boolean isFree(String provider, Lane lane) {
            return false;
        }

        @Override
        public boolean isFull(String provider, String tenantId) {
            return true;
        }
    };

    static Places busy(Lane... lanes) {
        Set<Lane> taken = Set.of(lanes);
        return new Places() {
            @Override
            public boolean isFree(String provider, Lane lane) {
                return !taken.contains(lane);
            }

            @Override
            public boolean isFull(String provider, String tenantId) {
                return false;
            }
        };
    }
}
