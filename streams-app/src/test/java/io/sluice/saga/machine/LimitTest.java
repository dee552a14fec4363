package io.sluice.saga.machine;

import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.saga.Claim;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Limits;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import org.junit.jupiter.api.Test;

/** A saga asks the claim ledger for a place under each limit, behind its target, and gives it back when the effect has ended. */
class LimitTest {

    @Test
    void shouldClaimOneThingAfterTheOtherTheTargetFirst() {
        Scenario scenario =
                Scenario.with(ClaimTools.holding().limit("a", 5).limit("b", 5)).propose(Commands.saga("trip"));

        assertThat(scenario.saga().claims()).extracting(Claim::subject).containsExactly("case 4711");
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectNothingUnderWay();
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectNothingUnderWay();
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
        assertThat(scenario.saga().claims())
                .extracting(Claim::subject)
                .containsExactly("case 4711", "limit a", "limit b");
    }

    @Test
    void shouldGiveAPlaceUnderALimitBackWhenItsEffectHasEnded() {
        Scenario scenario = Scenario.with(ClaimTools.tools().limit("a", 1)).propose(Commands.saga("trip"));
        Claim first = scenario.saga().claims().getFirst();
        ClaimTools.answered(scenario, ClaimAnswer.Result.QUEUED)
                .expectEffectReason(EffectRef.forward("hold"), Reason.THROTTLED);
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD)
                .expectCall("hold")
                .answers(SUCCEEDED);

        assertThat(scenario.saga().claims()).singleElement().satisfies(second -> {
            assertThat(second.effect()).isEqualTo(EffectRef.forward("post"));
            assertThat(second.claimId()).isNotEqualTo(first.claimId());
        });
        assertThat(Correspondence.told(scenario))
                .contains(new ClaimMessage.ClaimRelease(
                        first.claimId(), first.key(), "acme", scenario.saga().sagaId()));
    }

    @Test
    void shouldUndoWithoutWaitingForALimit() {
        Scenario scenario = Scenario.with(ClaimTools.tools().limit("a", 1)).propose(Commands.saga("trip"));
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).answers(SUCCEEDED);
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).answers(TERMINAL).expectCall("release");

        assertThat(scenario.saga().claims()).isEmpty();
    }

    @Test
    void shouldComeBackLaterWhereTooManyWait() {
        Scenario scenario = Scenario.with(ClaimTools.tools().limit("a", 1)).propose(Commands.saga("trip"));
        Claim refused = scenario.saga().claims().getFirst();
        scenario.ledgerAnswers(refused, ClaimAnswer.Result.REFUSED)
                .expectSaga(SagaStatus.ACTIVE)
                .passesUntilDue();

        assertThat(scenario.now()).isEqualTo(Scenario.START.plus(Limits.DEFAULTS.overloadedRetry()));
        assertThat(scenario.saga().claims())
                .singleElement()
                .satisfies(claim -> assertThat(claim.claimId()).isNotEqualTo(refused.claimId()));
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }
}
