package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An ask without an answer is repeated, and then the ledger answers more than once. Invariants 3 and 4. */
class ClaimLateAnswerTest {

    private final Correspondence post = new Correspondence();

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.BOTH)
                .onceForATarget("hold");
    }

    private static Scenario proposed(String tool, String run) {
        Command command = CommandBuilder.ofTool(tool, Scenario.START)
                .run(run)
                .id("c-of-" + run)
                .approval("a-1")
                .build();
        return Scenario.with(tools()).propose(command);
    }

    private void issue(Scenario saga) {
        ClaimMessage.GrantUse use =
                (ClaimMessage.GrantUse) Correspondence.told(saga).getFirst();
        post.ledger().now = saga.now();
        post.ledger()
                .take(new ClaimMessage.GrantIssue(
                        "a-1",
                        use.key(),
                        "acme",
                        "acme/" + PreIssued.NO_SAGA_YET,
                        use.wish().subject(),
                        PreIssuedGrant.ANY_REQUEST,
                        saga.now().plus(Duration.ofHours(1)),
                        "rita"));
    }

    @Test
    void shouldUseAGrantOnceThoughItsUseIsAnsweredTwice() {
        Scenario first = proposed("send", "run-1");
        issue(first);
        List<ClaimAnswer> answers = post.answersTo(first.passesUntilDue());
        assertThat(answers).extracting(ClaimAnswer::result).hasSize(2).containsOnly(ClaimAnswer.Result.HELD);
        post.hears(first, answers.getFirst());
        first.expectCall("send").answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        post.hears(first, answers.getLast()).settle(first).expectRejected(Reason.STALE_CLAIM);

        post.settle(proposed("send", "run-2")).expectEffect("send", APPROVAL_REQUIRED);
    }

    @Test
    void shouldDoABusinessActOnceThoughItsClaimIsAnsweredTwice() {
        Scenario first = proposed("hold", "run-1").passesUntilDue();
        List<ClaimAnswer> answers = post.answersTo(first);
        assertThat(answers).extracting(ClaimAnswer::result).hasSize(2).containsOnly(ClaimAnswer.Result.HELD);
        post.hears(first, answers.getFirst());
        first.expectCall("hold").answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        post.hears(first, answers.getLast()).settle(first);

        post.settle(proposed("hold", "run-2")).expectEffect("hold", FAILED).expectReason(Reason.DUPLICATE);
    }

    /** What is refused first and given to the repeated ask is nobody's: it does not stay taken. */
    @Test
    void shouldLeaveNothingTakenThatIsGivenToARepeatedAskAfterARefusal() {
        Scenario other = post.settle(proposed("hold", "run-0")).expectCall("hold");
        Scenario first = proposed("hold", "run-1");
        ClaimAnswer refused = post.answersTo(first).getFirst();
        first.passesUntilDue();
        post.settle(other.answers(TERMINAL)).expectSaga(SagaStatus.FAILED);
        ClaimAnswer given = post.answersTo(first).getFirst();
        assertThat(given.result()).isEqualTo(ClaimAnswer.Result.HELD);

        post.hears(first, refused).hears(first, given).settle(first).expectSaga(SagaStatus.FAILED);

        post.settle(proposed("hold", "run-2")).expectCall("hold");
    }

    /** The grant is given between the two asks. */
    @Test
    void shouldLeaveAGrantToOthersWhereTheFirstAskForItCameTooEarly() {
        Scenario first = proposed("send", "run-1");
        ClaimAnswer refused = post.answersTo(first).getFirst();
        issue(first);
        ClaimAnswer given = post.answersTo(first.passesUntilDue()).getFirst();
        assertThat(given.result()).isEqualTo(ClaimAnswer.Result.HELD);

        post.hears(first, refused).hears(first, given).settle(first).expectEffect("send", APPROVAL_REQUIRED);

        post.settle(proposed("send", "run-2")).expectCall("send");
    }

    @Test
    void shouldHaveGivenBackWhatIsHeldWhenItsAnswerComesTooLate() {
        Scenario first = proposed("hold", "run-1");
        List<ClaimAnswer> answers = post.answersTo(first);
        first.cancels().expectSaga(SagaStatus.ROLLED_BACK);
        post.settle(first);

        post.hears(first, answers.getFirst());
        first.expectRejected(Reason.STALE_CLAIM);

        post.settle(proposed("hold", "run-2")).expectCall("hold");
    }
}
