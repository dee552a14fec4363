package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.GrantWish;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.policy.ApprovalTerms;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Approval;
import io.sluice.saga.Claim;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Output;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A command names an approval that was given in advance; where it is of no use, a reviewer is asked. Invariant 4. */
class PreIssuedTest {

    private static final Duration VALID = Duration.ofMinutes(10);

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.BOTH)
                .saga("notice", "hold", "send");
    }

    private static Scenario asked() {
        return Scenario.with(tools())
                .propose(CommandBuilder.ofTool("send", Scenario.START)
                        .approval("a-1")
                        .build());
    }

    private static Claim claim(Scenario scenario) {
        return scenario.saga().claims().getFirst();
    }

    private static Scenario granted(Scenario scenario, List<String> reviewers) {
        Claim claim = claim(scenario);
        GrantWish wish = Objects.requireNonNull(claim.wish());
        return scenario.ledgerGrants(
                claim,
                new PreIssuedGrant(
                        claim.key(),
                        "a-1",
                        "acme",
                        wish.subject(),
                        PreIssuedGrant.ANY_REQUEST,
                        scenario.now().plus(VALID),
                        reviewers,
                        claim.claimId(),
                        false));
    }

    private static ClaimMessage lastTold(Scenario scenario) {
        return scenario.outputs()
                .filter(Output.SendClaim.class::isInstance)
                .map(output -> ((Output.SendClaim) output).message())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static Policy requiring(@Nullable String role, int reviewers) {
        return question -> new PolicyDecision(
                Verdict.REQUIRE_APPROVAL,
                "strict",
                BuiltInPolicy.VERSION,
                "as the test says",
                new ApprovalTerms(role, reviewers, null));
    }

    @Test
    void shouldAskForTheApprovalThatTheCommandNamesAndForNoReviewer() {
        Scenario scenario = asked().expectEffect("send", VALIDATED).expectNothingUnderWay();

        assertThat(lastTold(scenario)).isInstanceOfSatisfying(ClaimMessage.GrantUse.class, use -> {
            assertThat(use.key()).isEqualTo(ClaimKeys.grant("acme", "a-1"));
            assertThat(use.wish().subject().approvedAction()).isEqualTo("send");
            assertThat(use.wish().subject().targetId()).isEqualTo("4711");
            assertThat(use.wish().proposerId()).isEqualTo("agent-7");
        });
    }

    @Test
    void shouldCallUnderTheApprovalAndNotLongerThanItIsGood() {
        Scenario scenario = granted(asked(), List.of("rita")).expectCall("send");

        Approval approval = scenario.approvalOf("send");
        assertThat(approval.approvalId()).isEqualTo("a-1");
        assertThat(approval.grantedBy()).containsExactly("rita");
        assertThat(scenario.saga().claims()).isEmpty();
        scenario.answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
        assertThat(lastTold(scenario)).isInstanceOf(ClaimMessage.GrantUse.class);
    }

    @Test
    void shouldAskAReviewerWhereItCannotBeUsed() {
        Scenario scenario = asked();
        scenario.ledgerAnswers(claim(scenario), ClaimAnswer.Result.REFUSED)
                .expectEffect("send", APPROVAL_REQUIRED)
                .expectCallsOf("send", 0)
                .grant("rita")
                .expectCall("send");
    }

    @Test
    void shouldAskAgainWhereNoAnswerComes() {
        Scenario scenario = asked();
        ClaimMessage first = lastTold(scenario);

        assertThat(lastTold(scenario.passesUntilDue())).isEqualTo(first);
    }

    @Test
    void shouldHoldBackTheWholeSagaUntilItIsKnown() {
        Scenario scenario = Scenario.with(tools())
                .propose(CommandBuilder.of(null, "notice", Scenario.START)
                        .approval("a-1")
                        .build())
                .expectNothingUnderWay();

        granted(scenario, List.of("rita")).expectCall("hold").answers(SUCCEEDED).expectCall("send");
    }

    @Test
    void shouldGiveItBackAndAskAReviewerWherePolicyWantsMoreReviewers() {
        Scenario scenario = Scenario.with(tools())
                .policy(requiring(null, 2))
                .propose(CommandBuilder.ofTool("send", Scenario.START)
                        .approval("a-1")
                        .build());

        granted(scenario, List.of("rita")).expectEffect("send", APPROVAL_REQUIRED);
        assertThat(lastTold(scenario)).isInstanceOf(ClaimMessage.ClaimRelease.class);
    }

    @Test
    void shouldBeEnoughWhereAllGaveItThatPolicyWants() {
        Scenario scenario = Scenario.with(tools())
                .policy(requiring(null, 2))
                .propose(CommandBuilder.ofTool("send", Scenario.START)
                        .approval("a-1")
                        .build());

        granted(scenario, List.of("rita", "tom")).expectCall("send");
    }

    @Test
    void shouldGiveItBackWhereWhoeverGaveItLacksTheRole() {
        Scenario scenario = Scenario.with(tools())
                .policy(requiring("treasurer", 1))
                .propose(CommandBuilder.ofTool("send", Scenario.START)
                        .approval("a-1")
                        .build());

        granted(scenario, List.of("rita")).expectEffect("send", APPROVAL_REQUIRED);
        assertThat(lastTold(scenario)).isInstanceOf(ClaimMessage.ClaimRelease.class);
    }

    @Test
    void shouldAskAReviewerWherePolicyHasChangedSince() {
        Scenario scenario = asked().policy(
                        question -> new PolicyDecision(Verdict.REQUIRE_APPROVAL, "strict", "p2", "as the test says"));

        granted(scenario, List.of("rita")).expectEffect("send", APPROVAL_REQUIRED);
        assertThat(lastTold(scenario)).isInstanceOf(ClaimMessage.ClaimRelease.class);
    }

    @Test
    void shouldGiveItBackWhenNobodyNeedsItAnyMore() {
        Scenario scenario = asked();
        Claim claim = claim(scenario);
        scenario.cancels().expectSaga(SagaStatus.ROLLED_BACK);

        assertThat(lastTold(scenario))
                .isEqualTo(new ClaimMessage.ClaimRelease(
                        claim.claimId(), claim.key(), "acme", scenario.saga().sagaId()));
    }

    @Test
    void shouldNotCallAfterItsTime() {
        Scenario scenario = Scenario.with(tools())
                .propose(CommandBuilder.of(null, "notice", Scenario.START)
                        .approval("a-1")
                        .build());

        granted(scenario, List.of("rita")).waits(VALID).answers(SUCCEEDED).expectCallsOf("send", 0);
    }

    /** Invariant 10: what needs no approval any more does not wait for one that is over. */
    @Test
    void shouldCallWhatNeedsNoApprovalAnyMoreThoughItsApprovalIsOver() {
        Scenario scenario = granted(asked(), List.of("rita"))
                .answers(TRANSIENT)
                .policy(question -> new PolicyDecision(Verdict.ALLOW, "any", "p2", "as the test says"))
                .passes(VALID)
                .expectCall("send");

        assertThat(scenario.openIntent().notAfter()).isAfter(scenario.now());
    }
}
