package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Places;
import io.sluice.saga.Reason;
import io.sluice.saga.Retry;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Waiting;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a claim: an effect in doubt is looked up and not called again, and nobody waits to find out. Invariant 5. */
class ClaimAndDoubtTest {

    private static final Duration LEASE = Scenario.LIMITS.claimLease();
    private static final EffectRef HOLD = EffectRef.forward("hold");

    private static TestCatalog tools(Capability provider) {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, provider, "release")
                .tool("post", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .holdingTarget("hold")
                .saga("trip", "hold", "post");
    }

    private static Scenario held(Capability provider) {
        return answered(Scenario.with(tools(provider)).propose(Commands.saga("trip")), ClaimAnswer.Result.HELD);
    }

    private static Scenario answered(Scenario scenario, ClaimAnswer.Result result) {
        return scenario.ledgerAnswers(scenario.saga().claims().getLast(), result);
    }

    /** A lookup did not settle the doubt; then nobody looked for longer than the lease lasts. */
    private static Scenario inDoubtWithoutItsTarget() {
        return held(Capability.LOOKUP)
                .answers(UNKNOWN)
                .expectLookup("hold")
                .answers(UNKNOWN)
                .expectEffect("hold", AMBIGUOUS)
                .waits(LEASE.plusSeconds(1));
    }

    private static Places busy(Lane lane) {
        return new Places() {
            @Override
            public boolean isFree(String provider, Lane asked) {
                return asked != lane;
            }

            @Override
            public boolean isFull(String provider, String tenantId) {
                return false;
            }
        };
    }

    private static Scenario passesUntilRenewed(Scenario scenario) {
        Instant asked = scenario.saga().claims().getLast().askAt();
        return scenario.passes(Duration.between(scenario.now(), asked));
    }

    private static Waiting waiting(Scenario scenario) {
        return Objects.requireNonNull(scenario.effect("hold").progress().waiting(), scenario.trace());
    }

    @Test
    void shouldStillLookUpWhereItsLeaseIsRenewedWhileTheLookupWaits() {
        Scenario scenario =
                held(Capability.LOOKUP).placesBecome(busy(Lane.LOOKUP)).answers(UNKNOWN);

        passesUntilRenewed(scenario)
                .expectNothingUnderWay()
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placeIsFreedFor(HOLD)
                .expectLookup("hold")
                .expectCallsOf("hold", 1);
    }

    @Test
    void shouldKeepItsTurnAtTheProviderWhereItsLeaseIsRenewed() {
        Scenario scenario = Scenario.with(tools(Capability.LOOKUP))
                .placesBecome(busy(Lane.FORWARD))
                .propose(Commands.saga("trip"));
        answered(scenario, ClaimAnswer.Result.HELD);
        Waiting before = waiting(scenario);

        passesUntilRenewed(scenario);
        assertThat(waiting(scenario)).isEqualTo(before);
        answered(scenario, ClaimAnswer.Result.HELD).placeIsFreedFor(HOLD).expectCall("hold");
    }

    @Test
    void shouldGiveItsTurnUpWhereItsLeaseIsOver() {
        Scenario scenario = Scenario.with(tools(Capability.LOOKUP))
                .placesBecome(busy(Lane.FORWARD))
                .propose(Commands.saga("trip"));
        answered(scenario, ClaimAnswer.Result.HELD);

        scenario.passes(LEASE).expectNobodyWaits().expectNothingUnderWay();
        answered(scenario, ClaimAnswer.Result.HELD).expectWaiting(HOLD, AttemptKind.CALL, Lane.FORWARD);
    }

    @Test
    void shouldGoOnFindingOutWhereItsTargetIsNotGivenAgain() {
        Scenario scenario =
                held(Capability.LOOKUP).placesBecome(busy(Lane.LOOKUP)).answers(UNKNOWN);
        scenario.passes(LEASE);

        answered(scenario, ClaimAnswer.Result.REFUSED)
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placeIsFreedFor(HOLD)
                .expectLookup("hold")
                .expectCallsOf("hold", 1);
    }

    @Test
    void shouldGoOnWatchingWorkThatAProviderHasTakenOnWhereItsTargetIsNotGivenAgain() {
        Scenario scenario = held(Capability.LOOKUP).answers(ACCEPTED);
        Retry poll = scenario.effect("hold").progress().retry();
        passesUntilRenewed(scenario.placesBecome(busy(Lane.LOOKUP)));
        assertThat(poll).isNotNull().extracting(Retry::kind).isEqualTo(AttemptKind.LOOKUP);

        answered(scenario, ClaimAnswer.Result.REFUSED)
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .expectCallsOf("hold", 1);
    }

    @Test
    void shouldNotCallEarlierThanTheProviderAskedForWhereItsTargetIsNotGivenAgain() {
        Scenario scenario = held(Capability.LOOKUP);
        scenario.answers(Outcomes.withRetryAfter(scenario.openIntent(), LEASE.toMillis(), scenario.now()));
        Retry retry = scenario.effect("hold").progress().retry();

        answered(passesUntilRenewed(scenario), ClaimAnswer.Result.REFUSED);

        assertThat(scenario.effect("hold").progress().retry()).isEqualTo(retry);
    }

    @Test
    void shouldLeaveToAPersonWhatAPersonWasAskedAboutWhereItsTargetIsNotGivenAgain() {
        Scenario scenario = held(Capability.NEITHER).answers(UNKNOWN).expectEscalated(Reason.NO_WAY_TO_KNOW);

        answered(passesUntilRenewed(scenario), ClaimAnswer.Result.REFUSED);

        assertThat(scenario.effect("hold").progress().isMoving())
                .as(scenario.trace())
                .isFalse();
    }

    @Test
    void shouldLookUpThoughAnotherSagaHasItsTargetByNow() {
        Scenario scenario =
                inDoubtWithoutItsTarget().placesBecome(busy(Lane.LOOKUP)).passes(Duration.ZERO);
        answered(scenario, ClaimAnswer.Result.QUEUED).placeIsFreedFor(HOLD).expectLookup("hold");

        scenario.answers(NOT_FOUND).expectNothingUnderWay().expectCallsOf("hold", 1);
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldFindOutAndUndoThoughAnotherSagaHasItsTargetByNow() {
        Scenario scenario = inDoubtWithoutItsTarget().passes(Duration.ZERO).expectLookup("hold");
        answered(scenario, ClaimAnswer.Result.QUEUED).answers(UNKNOWN).cancels();

        assertThat(scenario.saga().claims()).isEmpty();
        scenario.passesUntilDue()
                .expectLookup("hold")
                .answers(SUCCEEDED)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectEffect("hold", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    /** Where no lookup tells, a rollback makes sure by calling with the same key. */
    @Test
    void shouldMakeSureAndUndoThoughAnotherSagaHasItsTargetByNow() {
        Scenario scenario = held(Capability.KEYS).answers(UNKNOWN).waits(LEASE.plusSeconds(1));
        answered(scenario.passes(Duration.ZERO), ClaimAnswer.Result.QUEUED).expectNothingUnderWay();

        scenario.cancels()
                .expectCall("hold")
                .expectOneKeyOf("hold")
                .answers(SUCCEEDED)
                .expectCall("release");
    }
}
