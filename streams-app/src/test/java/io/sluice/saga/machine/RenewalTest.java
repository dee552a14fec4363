package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.Claim;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Places;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Waiting;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What asking for a claim again does, and does not do, to an attempt that waits or is to come. */
class RenewalTest {

    private static final EffectRef HOLD = EffectRef.forward("hold");
    private static final Duration LEASE = Scenario.LIMITS.claimLease();

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .holdingTarget("hold")
            .saga("trip", "hold");

    private static Scenario held() {
        return answered(Scenario.with(CATALOG).propose(Commands.saga("trip")), ClaimAnswer.Result.HELD);
    }

    private static Claim claim(Scenario scenario) {
        return scenario.saga().claims().getLast();
    }

    private static Scenario answered(Scenario scenario, ClaimAnswer.Result result) {
        return scenario.ledgerAnswers(claim(scenario), result);
    }

    private static Scenario inDoubt() {
        return held().expectCall("hold")
                .placesBecome(FlowTest.busy(Lane.LOOKUP))
                .answers(UNKNOWN);
    }

    @Test
    void shouldGoOnWaitingToLookUpWhileItsClaimIsRenewed() {
        Scenario scenario = inDoubt().expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP);

        scenario.passes(LEASE.dividedBy(2))
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placesBecome(Places.UNBOUNDED)
                .placeIsFreedFor(HOLD)
                .expectLookup("hold")
                .answers(FOUND)
                .expectCallsOf("hold", 1)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldLookUpWithoutTheClaimThatItHasLost() {
        Scenario scenario = inDoubt().passes(LEASE);
        assertThat(claim(scenario).state()).isEqualTo(Claim.State.ASKED);

        answered(scenario, ClaimAnswer.Result.QUEUED)
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placesBecome(Places.UNBOUNDED)
                .placeIsFreedFor(HOLD)
                .expectLookup("hold")
                .answers(UNKNOWN)
                .passesUntilDue()
                .expectLookup("hold")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotCallWhatItIsToLookUpWhereTooManyWaitForTheClaim() {
        answered(inDoubt().passes(LEASE), ClaimAnswer.Result.REFUSED)
                .passes(Scenario.LIMITS.overloadedRetry())
                .expectWaiting(HOLD, AttemptKind.LOOKUP, Lane.LOOKUP)
                .placesBecome(Places.UNBOUNDED)
                .placeIsFreedFor(HOLD)
                .expectLookup("hold")
                .answers(FOUND)
                .expectCallsOf("hold", 1)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldFindOutInARollbackThoughOthersHaveTheTargetByNow() {
        answered(inDoubt().passes(LEASE), ClaimAnswer.Result.QUEUED)
                .placesBecome(Places.UNBOUNDED)
                .placeIsFreedFor(HOLD)
                .answers(UNKNOWN)
                .cancels()
                .passesUntilDue()
                .expectLookup("hold")
                .answers(FOUND)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldKeepItsTurnForAPlaceWhileItsClaimIsRenewed() {
        Scenario scenario = answered(
                Scenario.with(CATALOG).placesBecome(FlowTest.busy(Lane.FORWARD)).propose(Commands.saga("trip")),
                ClaimAnswer.Result.HELD);
        Instant since = scenario.now();

        scenario.passes(LEASE.dividedBy(2)).expectWaiting(HOLD, AttemptKind.CALL, Lane.FORWARD);
        assertThat(scenario.effect("hold").progress().waiting())
                .extracting(Waiting::since)
                .isEqualTo(since);
    }

    @Test
    void shouldRenewWhenHalfOfWhatTheLedgerGaveIsOver() {
        Scenario scenario = held();

        scenario.ledgerAnswers(claim(scenario), ClaimAnswer.Result.HELD, LEASE.multipliedBy(10));
        assertThat(claim(scenario).askAt()).isEqualTo(scenario.now().plus(LEASE.multipliedBy(5)));
    }
}
