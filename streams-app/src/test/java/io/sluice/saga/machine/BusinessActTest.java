package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.saga.Claim;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import org.junit.jupiter.api.Test;

/** One business act is done once, whichever saga comes first. */
class BusinessActTest {

    private static Scenario once() {
        return Scenario.with(ClaimTools.tools().onceForATarget("hold")).propose(Commands.saga("trip"));
    }

    @Test
    void shouldNotDoWhatAnotherSagaDoesAlready() {
        Scenario scenario = once();
        assertThat(claimOf(scenario).kind()).isEqualTo(ClaimKind.BUSINESS_KEY);

        scenario.ledgerAnswers(claimOf(scenario), ClaimAnswer.Result.REFUSED)
                .expectCallsOf("hold", 0)
                .expectEffect("hold", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.DUPLICATE);
    }

    @Test
    void shouldKeepTheActThatItDidFromBeingDoneAgain() {
        Scenario scenario = once().ledgerAnswers(claimOf(once()), ClaimAnswer.Result.HELD)
                .expectCall("hold")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(scenario.events().filter(SagaEvent.ClaimKept.class::isInstance))
                .hasSize(1);
        assertThat(Correspondence.told(scenario)).noneMatch(ClaimMessage.ClaimRelease.class::isInstance);
    }

    @Test
    void shouldLetTheActBeDoneAgainWhenItWasUndoneOrNeverDone() {
        ClaimTools.assertGivenBack(
                once().ledgerAnswers(claimOf(once()), ClaimAnswer.Result.HELD)
                        .answers(SUCCEEDED)
                        .answers(TERMINAL)
                        .answers(SUCCEEDED)
                        .expectSaga(SagaStatus.ROLLED_BACK),
                1);
        ClaimTools.assertGivenBack(
                once().ledgerAnswers(claimOf(once()), ClaimAnswer.Result.HELD)
                        .answers(TERMINAL)
                        .expectSaga(SagaStatus.FAILED),
                1);
    }

    private static Claim claimOf(Scenario scenario) {
        return scenario.saga().claims().getFirst();
    }
}
