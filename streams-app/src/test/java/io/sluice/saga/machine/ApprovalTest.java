package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.APPROVED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Invariant 4: no decision, no effect. */
class ApprovalTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "erase")
            .tool("erase", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
            .tool("post", EXTERNAL_NOTIFICATION, PIVOT, Capability.KEYS)
            .saga("notice", "note", "send");

    private static Scenario asked() {
        return Scenario.with(CATALOG).propose(Commands.tool("send")).expectEffect("send", APPROVAL_REQUIRED);
    }

    @Test
    void shouldEndTheSagaWhenTheReviewerRejects() {
        asked().reject("reviewer-1", "wrong recipient")
                .expectEffect("send", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.APPROVAL_REJECTED);
    }

    @Test
    void shouldNotTakeARejectionWithoutAReason() {
        asked().reject("reviewer-1", " ").expectRejected(Reason.REASON_MISSING).expectEffect("send", APPROVAL_REQUIRED);
    }

    @Test
    void shouldEndTheSagaWhenNobodyDecides() {
        asked().passesUntilDue()
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.APPROVAL_EXPIRED)
                .expectCallsOf("send", 0);
    }

    @Test
    void shouldWithdrawAGrantThatWasNotUsedYet() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("notice"))
                .grant("reviewer-1")
                .expectEffect("send", APPROVED)
                .withdraw("reviewer-1")
                .expectEffect("send", FAILED)
                .expectSaga(SagaStatus.COMPENSATING)
                .answers(SUCCEEDED)
                .expectCall("erase")
                .answers(SUCCEEDED)
                .expectReason(Reason.APPROVAL_WITHDRAWN)
                .expectCallsOf("send", 0);
    }

    @Test
    void shouldNotWithdrawAGrantThatWasUsed() {
        asked().grant("reviewer-1").expectCall("send").withdraw("reviewer-1").expectRejected(Reason.APPROVAL_CLOSED);
    }

    @Test
    void shouldNotCallLaterThanTheGrantIsValid() {
        Scenario scenario = asked();
        Instant expiresAt = scenario.approvalOf("send").expiresAt();
        scenario.waits(Duration.between(scenario.now(), expiresAt).minusSeconds(5))
                .grant("reviewer-1");

        assertThat(scenario.openIntent().notAfter()).isEqualTo(expiresAt);
    }

    @Test
    void shouldAskAgainWhenThePolicyChangedSinceTheGrant() {
        AtomicReference<String> version = new AtomicReference<>(BuiltInPolicy.VERSION);
        Scenario.with(CATALOG)
                .policy(question -> {
                    PolicyDecision decision = new BuiltInPolicy().decide(question);
                    return new PolicyDecision(
                            decision.verdict(), decision.rule(), Objects.requireNonNull(version.get()), "as built in");
                })
                .propose(Commands.saga("notice"))
                .grant("reviewer-1")
                .expectCall("note")
                .also(() -> version.set("another"))
                .answers(SUCCEEDED)
                .expectEffect("send", APPROVAL_REQUIRED)
                .expectCallsOf("send", 0)
                .grant("reviewer-1")
                .expectCall("send");
    }

    /** Invariant 5: what may have been done is not failed because nobody wants it repeated. */
    @Test
    void shouldNotCallFailedWhatMayHaveBeenDoneWhenItsRepetitionIsNotApproved() {
        inDoubtAndAskedAnew()
                .reject("reviewer-1", "not again")
                .expectEffect("post", AMBIGUOUS)
                .expectEscalated(Reason.APPROVAL_REJECTED)
                .expectCallsOf("post", 1);
        inDoubtAndAskedAnew()
                .passes(Scenario.LIMITS.approvalExpiry())
                .expectEffect("post", AMBIGUOUS)
                .expectEscalated(Reason.APPROVAL_EXPIRED)
                .expectCallsOf("post", 1);
    }

    @Test
    void shouldNotPassOverInARollbackWhatMayHaveBeenDoneAndWaitsForAReviewer() {
        inDoubtAndAskedAnew()
                .cancels()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectEffect("post", AMBIGUOUS)
                .expectEscalated(Reason.ABANDONED);
    }

    @Test
    void shouldTakeALateSuccessOfWhatWaitsForAReviewerAgain() {
        Scenario scenario = inDoubtAndAskedAnew();

        scenario.answers(Outcomes.of(scenario.intents().getFirst(), SUCCEEDED, scenario.now()))
                .expectSaga(SagaStatus.COMMITTED)
                .expectCallsOf("post", 1);
    }

    private static Scenario inDoubtAndAskedAnew() {
        AtomicReference<String> version = new AtomicReference<>(BuiltInPolicy.VERSION);
        return Scenario.with(CATALOG)
                .policy(question -> {
                    PolicyDecision decision = new BuiltInPolicy().decide(question);
                    return new PolicyDecision(
                            decision.verdict(), decision.rule(), Objects.requireNonNull(version.get()), "as built in");
                })
                .propose(Commands.tool("post"))
                .grant("reviewer-1")
                .answers(UNKNOWN)
                .also(() -> version.set("another"))
                .passesUntilDue()
                .expectEffect("post", APPROVAL_REQUIRED);
    }

    @Test
    void shouldAskPolicyWhenProposedAndAgainBeforeTheIntent() {
        Scenario scenario = asked().grant("reviewer-1");

        assertThat(scenario.events()
                        .filter(SagaEvent.PolicyDecided.class::isInstance)
                        .map(event -> ((SagaEvent.PolicyDecided) event).phase()))
                .containsExactly(SagaEvent.Phase.PROPOSAL, SagaEvent.Phase.INTENT);
    }

    @Test
    void shouldNotCallWhenPolicyDeniesBeforeTheIntent() {
        AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.ALLOW);
        Scenario.with(CATALOG)
                .policy(question ->
                        new PolicyDecision(Objects.requireNonNull(verdict.get()), "test", "v1", "as the test says"))
                .propose(Commands.saga("notice"))
                .also(() -> verdict.set(Verdict.DENY))
                .answers(SUCCEEDED)
                .expectCallsOf("send", 0)
                .expectReason(Reason.DENIED);
    }
}
