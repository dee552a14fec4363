package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
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
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A saga asks the claim ledger for what it competes for, waits for it, and gives it back whatever becomes of it. */
class ClaimTest {

    private static final Duration LEASE = Limits.DEFAULTS.claimLease();

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("post", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.BOTH)
                .saga("trip", "hold", "post");
    }

    private static TestCatalog holding() {
        return tools().holdingTarget("hold").holdingTarget("post").holdingTarget("send");
    }

    private static Scenario asked() {
        return Scenario.with(holding()).propose(Commands.saga("trip"));
    }

    private static Scenario held() {
        return answered(asked(), ClaimAnswer.Result.HELD);
    }

    /** The ledger answers what is asked. */
    private static Scenario answered(Scenario scenario, ClaimAnswer.Result result) {
        return scenario.ledgerAnswers(scenario.saga().claims().getLast(), result);
    }

    private static List<ClaimMessage> told(Scenario scenario) {
        return scenario.outputs()
                .filter(Output.SendClaim.class::isInstance)
                .map(output -> ((Output.SendClaim) output).message())
                .toList();
    }

    private static void assertGivenBack(Scenario scenario, int claims) {
        assertThat(scenario.saga().claims()).as(scenario.trace()).isEmpty();
        assertThat(told(scenario).stream().filter(ClaimMessage.ClaimRelease.class::isInstance))
                .as(scenario.trace())
                .hasSize(claims);
    }

    @Test
    void shouldAskForNothingWhereNothingIsDeclared() {
        Scenario scenario = Scenario.with(tools())
                .propose(Commands.saga("trip"))
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(told(scenario)).isEmpty();
    }

    @Test
    void shouldAskForItsTargetBeforeTheFirstIntentAndCallOnceItHasIt() {
        Scenario scenario = asked().expectNothingUnderWay().expectEffect("hold", VALIDATED);

        assertThat(told(scenario)).singleElement().isInstanceOfSatisfying(ClaimMessage.ClaimAsk.class, ask -> {
            assertThat(ask.kind()).isEqualTo(ClaimKind.TARGET);
            assertThat(ask.key()).startsWith("acme/target/");
            assertThat(ask.subject()).isEqualTo("case 4711");
        });
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldSayThatItWaitsWhileAnotherSagaHasTheTarget() {
        answered(asked(), ClaimAnswer.Result.QUEUED)
                .expectNothingUnderWay()
                .expectEffectReason(EffectRef.forward("hold"), Reason.TARGET_HELD);
    }

    @Test
    void shouldHoldTheTargetForAllItsStepsAndGiveItBackAtTheEnd() {
        Scenario scenario = held().answers(SUCCEEDED).expectCall("post");

        assertThat(scenario.saga().claims()).hasSize(1);
        scenario.answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
        assertThat(told(scenario)).hasSize(2);
        assertGivenBack(scenario, 1);
    }

    @Test
    void shouldHoldTheTargetUntilAllIsUndone() {
        Scenario scenario = held().answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release");

        assertThat(scenario.saga().claims()).hasSize(1);
        assertGivenBack(scenario.answers(SUCCEEDED).expectSaga(SagaStatus.ROLLED_BACK), 1);
    }

    @Test
    void shouldGiveBackWhatItWaitsForWhenItIsCancelled() {
        assertGivenBack(answered(asked(), ClaimAnswer.Result.QUEUED).cancels().expectSaga(SagaStatus.ROLLED_BACK), 1);
        assertGivenBack(asked().cancels().expectSaga(SagaStatus.ROLLED_BACK), 1);
    }

    @Test
    void shouldGiveBackWhatItWaitsForAtItsDeadline() {
        Scenario scenario = answered(asked(), ClaimAnswer.Result.QUEUED);

        assertGivenBack(scenario.passes(Limits.DEFAULTS.sagaTimeout()).expectSaga(SagaStatus.FAILED), 1);
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
        assertThat(told(scenario)).hasSize(2);
        assertThat(told(scenario).getFirst()).isEqualTo(told(scenario).getLast());
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldRenewWhatItHoldsWhileItLives() {
        Scenario scenario = held().answers(UNKNOWN);
        int before = told(scenario).size();
        scenario.waits(LEASE.dividedBy(2)).passes(Duration.ZERO);

        assertThat(told(scenario).size()).isGreaterThan(before);
        assertThat(told(scenario).getLast()).isInstanceOf(ClaimMessage.ClaimAsk.class);
    }

    @Test
    void shouldNotCallOnALeaseThatIsOver() {
        Scenario scenario = held().waits(LEASE).answers(SUCCEEDED);

        scenario.expectEffect("hold", COMMITTED).expectNothingUnderWay();
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("post");
    }

    @Test
    void shouldAskAnewForWhatItHeldTooLongWithoutBeingLookedAt() {
        Scenario scenario =
                held().answers(SUCCEEDED).waits(LEASE).passes(Duration.ZERO).passesUntilDue();
        answered(scenario, ClaimAnswer.Result.HELD).answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        assertGivenBack(scenario, 1);
    }

    @Test
    void shouldWaitAgainWhereItLostItsTurn() {
        Scenario scenario = held().answers(TRANSIENT).waits(LEASE).passes(Duration.ZERO);
        answered(scenario, ClaimAnswer.Result.QUEUED).expectNothingUnderWay();

        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold").expectOneKeyOf("hold");
    }

    /** Invariant 4: what the ledger answers is no permission; policy is asked again. */
    @Test
    void shouldAskPolicyAgainWhenItHasWhatItClaimed() {
        Scenario scenario =
                asked().policy(question -> new PolicyDecision(Verdict.DENY, "changed", "p2", "not any more"));

        assertGivenBack(
                answered(scenario, ClaimAnswer.Result.HELD)
                        .expectCallsOf("hold", 0)
                        .expectEffect("hold", FAILED)
                        .expectSaga(SagaStatus.FAILED)
                        .expectReason(Reason.DENIED),
                1);
    }

    @Test
    void shouldAskForNothingBeforeItIsApproved() {
        Scenario scenario = Scenario.with(holding())
                .propose(CommandBuilder.ofTool("send", Scenario.START).build());

        assertThat(told(scenario)).isEmpty();
        scenario.grant("h.lind").expectNothingUnderWay();
        assertThat(told(scenario)).hasSize(1);
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("send");
    }

    @Test
    void shouldFailAStepThatHoldsATargetWhichTheCommandDoesNotName() {
        Scenario.with(holding())
                .propose(
                        CommandBuilder.ofTool("hold", Scenario.START).noTarget().build())
                .expectSaga(SagaStatus.FAILED)
                .expectEffectReason(EffectRef.forward("hold"), Reason.NOT_RENDERABLE);
    }

    @Test
    void shouldClaimOneThingAfterTheOtherTheTargetFirst() {
        Scenario scenario = Scenario.with(holding().limit("a", 5).limit("b", 5)).propose(Commands.saga("trip"));

        assertThat(scenario.saga().claims()).extracting(Claim::subject).containsExactly("case 4711");
        answered(scenario, ClaimAnswer.Result.HELD).expectNothingUnderWay();
        answered(scenario, ClaimAnswer.Result.HELD).expectNothingUnderWay();
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
        assertThat(scenario.saga().claims())
                .extracting(Claim::subject)
                .containsExactly("case 4711", "limit a", "limit b");
    }

    @Test
    void shouldGiveAPlaceUnderALimitBackWhenItsEffectHasEnded() {
        Scenario scenario = Scenario.with(tools().limit("a", 1)).propose(Commands.saga("trip"));
        Claim first = scenario.saga().claims().getFirst();
        answered(scenario, ClaimAnswer.Result.QUEUED).expectEffectReason(EffectRef.forward("hold"), Reason.THROTTLED);
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold").answers(SUCCEEDED);

        assertThat(scenario.saga().claims()).singleElement().satisfies(second -> {
            assertThat(second.effect()).isEqualTo(EffectRef.forward("post"));
            assertThat(second.claimId()).isNotEqualTo(first.claimId());
        });
        assertThat(told(scenario))
                .contains(new ClaimMessage.ClaimRelease(
                        first.claimId(), first.key(), "acme", scenario.saga().sagaId()));
    }

    @Test
    void shouldUndoWithoutWaitingForALimit() {
        Scenario scenario = Scenario.with(tools().limit("a", 1)).propose(Commands.saga("trip"));
        answered(scenario, ClaimAnswer.Result.HELD).answers(SUCCEEDED);
        answered(scenario, ClaimAnswer.Result.HELD).answers(TERMINAL).expectCall("release");

        assertThat(scenario.saga().claims()).isEmpty();
    }

    @Test
    void shouldComeBackLaterWhereTooManyWait() {
        Scenario scenario = Scenario.with(tools().limit("a", 1)).propose(Commands.saga("trip"));
        Claim refused = scenario.saga().claims().getFirst();
        scenario.ledgerAnswers(refused, ClaimAnswer.Result.REFUSED)
                .expectSaga(SagaStatus.ACTIVE)
                .passesUntilDue();

        assertThat(scenario.now()).isEqualTo(Scenario.START.plus(Limits.DEFAULTS.overloadedRetry()));
        assertThat(scenario.saga().claims())
                .singleElement()
                .satisfies(claim -> assertThat(claim.claimId()).isNotEqualTo(refused.claimId()));
        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold");
    }

    @Test
    void shouldClaimForAStepOfAnOpenSagaToo() {
        Scenario scenario =
                Scenario.with(holding()).begins(RunAt.NOW).adds("hold").expectNothingUnderWay();

        answered(scenario, ClaimAnswer.Result.HELD).expectCall("hold").answers(SUCCEEDED);
        assertThat(scenario.saga().claims()).hasSize(1);
        assertGivenBack(scenario.commits().expectSaga(SagaStatus.COMMITTED), 1);
    }

    private static Scenario once() {
        return Scenario.with(tools().onceForATarget("hold")).propose(Commands.saga("trip"));
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
        assertThat(told(scenario)).noneMatch(ClaimMessage.ClaimRelease.class::isInstance);
    }

    @Test
    void shouldLetTheActBeDoneAgainWhenItWasUndoneOrNeverDone() {
        assertGivenBack(
                once().ledgerAnswers(claimOf(once()), ClaimAnswer.Result.HELD)
                        .answers(SUCCEEDED)
                        .answers(TERMINAL)
                        .answers(SUCCEEDED)
                        .expectSaga(SagaStatus.ROLLED_BACK),
                1);
        assertGivenBack(
                once().ledgerAnswers(claimOf(once()), ClaimAnswer.Result.HELD)
                        .answers(TERMINAL)
                        .expectSaga(SagaStatus.FAILED),
                1);
    }

    private static Claim claimOf(Scenario scenario) {
        return scenario.saga().claims().getFirst();
    }

    @Test
    void shouldTellWhatItClaims() {
        Scenario scenario = held();

        assertThat(scenario.events().filter(SagaEvent.OfClaim.class::isInstance))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("ClaimAsked", "ClaimHeld");
    }
}
