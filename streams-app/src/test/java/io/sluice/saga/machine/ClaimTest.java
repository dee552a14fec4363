package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Claim;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Limits;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A saga asks the claim ledger for its target, waits for it, and gives it back whatever becomes of it. */
class ClaimTest {

    private static final Duration LEASE = Limits.DEFAULTS.claimLease();

    private static Scenario asked() {
        return Scenario.with(ClaimTools.holding()).propose(Commands.saga("trip"));
    }

    private static Scenario held() {
        return ClaimTools.answered(asked(), ClaimAnswer.Result.HELD);
    }

    @Test
    void shouldAskForNothingWhereNothingIsDeclared() {
        Scenario scenario = Scenario.with(ClaimTools.tools())
                .propose(Commands.saga("trip"))
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(Correspondence.told(scenario)).isEmpty();
    }

    @Test
    void shouldAskForItsTargetBeforeTheFirstIntentAndCallOnceItHasIt() {
        Scenario scenario = asked().expectNothingUnderWay().expectEffect("hold", VALIDATED);

        assertThat(Correspondence.told(scenario))
                .singleElement()
                .isInstanceOfSatisfying(ClaimMessage.ClaimAsk.class, ask -> {
                    assertThat(ask.kind()).isEqualTo(ClaimKind.TARGET);
                    assertThat(ask.key()).startsWith("acme/target/");
                    assertThat(ask.subject()).isEqualTo("case 4711");
                });
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldSayThatItWaitsWhileAnotherSagaHasTheTarget() {
        ClaimTools.answered(asked(), ClaimAnswer.Result.QUEUED)
                .expectNothingUnderWay()
                .expectEffectReason(EffectRef.forward("hold"), Reason.TARGET_HELD);
    }

    @Test
    void shouldHoldTheTargetForAllItsStepsAndGiveItBackAtTheEnd() {
        Scenario scenario = held().answers(SUCCEEDED).expectCall("post");

        assertThat(scenario.saga().claims()).hasSize(1);
        scenario.answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
        assertThat(Correspondence.told(scenario)).hasSize(2);
        ClaimTools.assertGivenBack(scenario, 1);
    }

    @Test
    void shouldHoldTheTargetUntilAllIsUndone() {
        Scenario scenario = held().answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release");

        assertThat(scenario.saga().claims()).hasSize(1);
        ClaimTools.assertGivenBack(scenario.answers(SUCCEEDED).expectSaga(SagaStatus.ROLLED_BACK), 1);
    }

    @Test
    void shouldGiveBackWhatItWaitsForWhenItIsCancelled() {
        ClaimTools.assertGivenBack(
                ClaimTools.answered(asked(), ClaimAnswer.Result.QUEUED)
                        .cancels()
                        .expectSaga(SagaStatus.ROLLED_BACK),
                1);
        ClaimTools.assertGivenBack(asked().cancels().expectSaga(SagaStatus.ROLLED_BACK), 1);
    }

    @Test
    void shouldGiveBackWhatItWaitsForAtItsDeadline() {
        Scenario scenario = ClaimTools.answered(asked(), ClaimAnswer.Result.QUEUED);

        ClaimTools.assertGivenBack(
                scenario.passes(Limits.DEFAULTS.sagaTimeout()).expectSaga(SagaStatus.FAILED), 1);
    }

    @Test
    void shouldChangeNothingWhenAnAnswerComesAgain() {
        Scenario scenario = held();
        Claim claim = scenario.saga().claims().getFirst();

        scenario.ledgerAnswers(claim, ClaimAnswer.Result.HELD)
                .expectCall("hold")
                .expectCallsOf("hold", 1);
        scenario.answers(SUCCEEDED).expectCallsOf("post", 1);
    }

    @Test
    void shouldAskAgainWhereNoAnswerComes() {
        Scenario scenario = asked().passesUntilDue();

        assertThat(scenario.now()).isEqualTo(Scenario.START.plus(LEASE.dividedBy(10)));
        assertThat(Correspondence.told(scenario)).hasSize(2);
        assertThat(Correspondence.told(scenario).getFirst())
                .isEqualTo(Correspondence.told(scenario).getLast());
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldRenewWhatItHoldsWhileItLives() {
        Scenario scenario = held().answers(UNKNOWN);
        int before = Correspondence.told(scenario).size();
        scenario.waits(LEASE.dividedBy(2)).passes(Duration.ZERO);

        assertThat(Correspondence.told(scenario).size()).isGreaterThan(before);
        assertThat(Correspondence.told(scenario).getLast()).isInstanceOf(ClaimMessage.ClaimAsk.class);
    }

    @Test
    void shouldNotCallOnALeaseThatIsOver() {
        Scenario scenario = held().waits(LEASE).answers(SUCCEEDED);

        scenario.expectEffect("hold", COMMITTED).expectNothingUnderWay();
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("post");
    }

    @Test
    void shouldAskAnewForWhatItHeldTooLongWithoutBeingLookedAt() {
        Scenario scenario =
                held().answers(SUCCEEDED).waits(LEASE).passes(Duration.ZERO).passesUntilDue();
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        ClaimTools.assertGivenBack(scenario, 1);
    }

    @Test
    void shouldWaitAgainWhereItLostItsTurn() {
        Scenario scenario = held().answers(TRANSIENT).waits(LEASE).passes(Duration.ZERO);
        ClaimTools.answered(scenario, ClaimAnswer.Result.QUEUED).expectNothingUnderWay();

        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD)
                .expectCall("hold")
                .expectOneKeyOf("hold");
    }

    /** Invariant 4: what the ledger answers is no permission; policy is asked again. */
    @Test
    void shouldAskPolicyAgainWhenItHasWhatItClaimed() {
        Scenario scenario =
                asked().policy(question -> new PolicyDecision(Verdict.DENY, "changed", "p2", "not any more"));

        ClaimTools.assertGivenBack(
                ClaimTools.answered(scenario, ClaimAnswer.Result.HELD)
                        .expectCallsOf("hold", 0)
                        .expectEffect("hold", FAILED)
                        .expectSaga(SagaStatus.FAILED)
                        .expectReason(Reason.DENIED),
                1);
    }

    @Test
    void shouldAskForNothingBeforeItIsApproved() {
        Scenario scenario = Scenario.with(ClaimTools.holding())
                .propose(CommandBuilder.ofTool("send", Scenario.START).build());

        assertThat(Correspondence.told(scenario)).isEmpty();
        scenario.grant("h.lind").expectNothingUnderWay();
        assertThat(Correspondence.told(scenario)).hasSize(1);
        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD).expectCall("send");
    }

    @Test
    void shouldFailAStepThatHoldsATargetWhichTheCommandDoesNotName() {
        Scenario.with(ClaimTools.holding())
                .propose(
                        CommandBuilder.ofTool("hold", Scenario.START).noTarget().build())
                .expectSaga(SagaStatus.FAILED)
                .expectEffectReason(EffectRef.forward("hold"), Reason.NOT_RENDERABLE);
    }

    @Test
    void shouldClaimForAStepOfAnOpenSagaToo() {
        Scenario scenario = Scenario.with(ClaimTools.holding())
                .begins(RunAt.NOW)
                .adds("hold")
                .expectNothingUnderWay();

        ClaimTools.answered(scenario, ClaimAnswer.Result.HELD)
                .expectCall("hold")
                .answers(SUCCEEDED);
        assertThat(scenario.saga().claims()).hasSize(1);
        ClaimTools.assertGivenBack(scenario.commits().expectSaga(SagaStatus.COMMITTED), 1);
    }

    @Test
    void shouldTellWhatItClaims() {
        Scenario scenario = held();

        assertThat(scenario.events().filter(SagaEvent.OfClaim.class::isInstance))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("ClaimAsked", "ClaimHeld");
    }
}
