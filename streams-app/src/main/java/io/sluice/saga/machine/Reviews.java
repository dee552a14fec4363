package io.sluice.saga.machine;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.DecisionSignature;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Approval;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.DecisionValidation;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Input;
import io.sluice.saga.Problem;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What a reviewer's decision does; a decision that may not be used is refused with the reason. */
final class Reviews {

    private Reviews() {}

    static Decision decide(Saga saga, Input.Review review, Context context) {
        ReviewerDecision decision = review.decision();
        Optional<Problem> invalid = DecisionValidation.validate(decision);
        if (invalid.isPresent()) {
            return new Decision.Rejected(invalid.get().reason(), invalid.get().detail());
        }
        DecisionKeys.Distrust distrust = review.distrust();
        if (distrust != null) {
            return distrusted(decision, distrust);
        }
        Optional<EffectRef> found = effectOf(saga, decision.approvalId());
        if (found.isEmpty()) {
            return new Decision.Rejected(
                    saga.status().isEnded() ? Reason.SAGA_ENDED : Reason.UNKNOWN_APPROVAL,
                    "saga " + saga.sagaId() + " waits for no approval '" + decision.approvalId() + "'");
        }
        Draft draft = new Draft(saga, context);
        EffectRef ref = found.get();
        Optional<Decision.Rejected> problem = switch (decision.verdict()) {
            case GRANT -> grant(draft, ref, decision);
            case REJECT -> reject(draft, ref, decision);
            case WITHDRAW -> withdraw(draft, ref, decision);
        };
        if (problem.isPresent()) {
            return problem.get();
        }
        Advance.run(draft);
        return draft.accepted();
    }

    static Decision.Rejected distrusted(ReviewerDecision decision, DecisionKeys.Distrust distrust) {
        DecisionSignature signature = decision.signature();
        String keyId = signature == null ? "none" : signature.keyId();
        return switch (distrust) {
            case NOT_SIGNED ->
                new Decision.Rejected(
                        Reason.NOT_SIGNED,
                        "a decision has an effect only when the service that authenticated the reviewer has signed it");
            case UNKNOWN_KEY ->
                new Decision.Rejected(
                        Reason.UNKNOWN_KEY,
                        "it is signed with key '" + keyId
                                + "', which is not configured here; set approval.key." + keyId
                                + " on every instance, or sign with a known key");
            case WRONG_SIGNATURE ->
                new Decision.Rejected(
                        Reason.WRONG_SIGNATURE,
                        "its signature does not fit key '" + keyId
                                + "': a field was changed after it was signed, or another key has signed it");
        };
    }

    private static Optional<Decision.Rejected> grant(Draft draft, EffectRef ref, ReviewerDecision decision) {
        Effect effect = draft.effect(ref);
        Approval approval = approvalOf(effect);
        Instant asked = decision.expiresAt();
        Instant expiresAt = asked != null && asked.isBefore(approval.expiresAt()) ? asked : approval.expiresAt();
        if (effect.status() != EffectStatus.APPROVAL_REQUIRED) {
            return rejected(Reason.APPROVAL_CLOSED, "the request was decided before; a grant is used once");
        }
        if (decision.reviewerId().equals(draft.step(ref.step()).agentId())) {
            return rejected(Reason.REVIEWER_IS_PROPOSER, "four eyes: the proposer may not approve its own request");
        }
        if (!Reviewers.mayReview(draft, approval, decision.reviewerId())) {
            return rejected(
                    Reason.REVIEWER_LACKS_ROLE,
                    "the catalog does not give " + decision.reviewerId() + " the role " + approval.role()
                            + " for this tenant; ask somebody who has it");
        }
        if (approval.grantedBy().contains(decision.reviewerId())) {
            return rejected(
                    Reason.REVIEWER_GRANTED_BEFORE,
                    "this takes " + approval.reviewers() + " different reviewers; ask another one");
        }
        if (!decision.requestHash().equals(approval.requestHash())) {
            return rejected(
                    Reason.REQUEST_HASH_MISMATCH,
                    "the grant names request " + decision.requestHash() + ", but " + approval.requestHash()
                            + " is what would be sent; look at the request again");
        }
        Optional<Decision.Rejected> other = isForOther(draft, decision);
        if (other.isPresent()) {
            return other;
        }
        if (!draft.now().isBefore(expiresAt)) {
            return rejected(Reason.GRANT_EXPIRED, "the grant was void from " + expiresAt + " on");
        }
        draft.add(new SagaEvent.ApprovalGranted(ref, approval.approvalId(), decision.reviewerId(), expiresAt));
        return Optional.empty();
    }

    private static Optional<Decision.Rejected> isForOther(Draft draft, ReviewerDecision decision) {
        GrantSubject subject = decision.subject();
        if (subject == null) {
            return rejected(Reason.GRANT_MISMATCH, "the grant has no subject: say what the reviewer has seen");
        }
        GrantSubject asked =
                GrantSubjects.of(draft.saga(), decision.approvalId()).orElseThrow();
        return asked.difference(subject)
                .flatMap(field -> rejected(
                        Reason.GRANT_MISMATCH,
                        "the grant is for " + field + " " + shown(subject, field) + ", but what would be sent is for "
                                + shown(asked, field) + "; look at the request again"));
    }

    private static String shown(GrantSubject subject, String field) {
        String value = subject.fields().get(field);
        return value == null ? "none" : "'" + value + "'";
    }

    private static Optional<Decision.Rejected> reject(Draft draft, EffectRef ref, ReviewerDecision decision) {
        String why = decision.reason();
        if (why == null || why.isBlank()) {
            return rejected(Reason.REASON_MISSING, "a rejection needs a reason that the proposer can act on");
        }
        Approval approval = approvalOf(draft.effect(ref));
        if (!Reviewers.mayReview(draft, approval, decision.reviewerId())) {
            return rejected(
                    Reason.REVIEWER_LACKS_ROLE,
                    "the catalog does not give " + decision.reviewerId() + " the role " + approval.role()
                            + " for this tenant");
        }
        if (draft.effect(ref).status() != EffectStatus.APPROVAL_REQUIRED) {
            return rejected(Reason.APPROVAL_CLOSED, "the request was decided before; withdraw a grant instead");
        }
        draft.add(new SagaEvent.ApprovalRejected(ref, decision.approvalId(), decision.reviewerId(), why));
        Permission.refuse(draft, ref, Reason.APPROVAL_REJECTED, why);
        return Optional.empty();
    }

    private static Optional<Decision.Rejected> withdraw(Draft draft, EffectRef ref, ReviewerDecision decision) {
        Effect effect = draft.effect(ref);
        boolean isHalfGranted = effect.status() == EffectStatus.APPROVAL_REQUIRED
                && approvalOf(effect).grantedBy().contains(decision.reviewerId());
        if (effect.status() != EffectStatus.APPROVED && !isHalfGranted) {
            return rejected(Reason.APPROVAL_CLOSED, "only a grant that was not used yet can be withdrawn");
        }
        if (!Reviewers.mayReview(draft, approvalOf(effect), decision.reviewerId())) {
            return rejected(
                    Reason.REVIEWER_LACKS_ROLE,
                    "the catalog does not give " + decision.reviewerId() + " the role that the approval takes");
        }
        String why = decision.reason() == null ? "the reviewer withdrew the grant" : decision.reason();
        draft.add(new SagaEvent.ApprovalWithdrawn(ref, decision.approvalId(), decision.reviewerId(), why));
        Permission.refuse(draft, ref, Reason.APPROVAL_WITHDRAWN, why);
        return Optional.empty();
    }

    private static Optional<EffectRef> effectOf(Saga saga, String approvalId) {
        return saga.steps().stream()
                .flatMap(step -> Stream.of(EffectRef.forward(step.name()), EffectRef.compensation(step.name())))
                .filter(ref -> {
                    Effect effect = saga.effect(ref);
                    Approval approval = effect == null ? null : effect.approval();
                    return approval != null && approval.approvalId().equals(approvalId);
                })
                .findFirst();
    }

    private static Approval approvalOf(Effect effect) {
        Approval approval = effect.approval();
        if (approval == null) {
            throw new IllegalStateException("the effect was found by its approval");
        }
        return approval;
    }

    private static Optional<Decision.Rejected> rejected(String reason, String detail) {
        return Optional.of(new Decision.Rejected(reason, detail));
    }
}
