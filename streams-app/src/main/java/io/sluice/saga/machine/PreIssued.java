package io.sluice.saga.machine;

import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimMessage;
import io.sluice.saga.Decision;
import io.sluice.saga.DecisionValidation;
import io.sluice.saga.Input;
import io.sluice.saga.Problem;
import io.sluice.saga.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Decisions of reviewers before there is a saga that waits for one: an approval that is given in advance, for one use, or
 * taken back. The claim ledger keeps them.
 */
public final class PreIssued {

    /** Stands in the place of a saga's key in {@code saga_id}, behind the tenant and a slash. */
    public static final String NO_SAGA_YET = "pre-issued";

    private PreIssued() {}

    public static boolean isMeant(ReviewerDecision decision) {
        return decision.sagaId().equals(decision.tenantId() + "/" + NO_SAGA_YET);
    }

    /** Why the decision has no effect, if it has none. */
    public static Optional<Decision.Rejected> problem(Input.Review review) {
        ReviewerDecision decision = review.decision();
        Optional<Problem> invalid = DecisionValidation.validate(decision);
        if (invalid.isPresent()) {
            return Optional.of(
                    new Decision.Rejected(invalid.get().reason(), invalid.get().detail()));
        }
        if (review.distrust() != null) {
            return Optional.of(Reviews.distrusted(decision, review.distrust()));
        }
        return switch (decision.verdict()) {
            case GRANT ->
                decision.subject() == null || decision.expiresAt() == null
                        ? rejected("a grant that is given in advance says what it is for (subject) and until when it"
                                + " may be used (expires_at)")
                        : Optional.empty();
            case WITHDRAW -> Optional.empty();
            case REJECT -> rejected("what nobody has asked for cannot be rejected");
        };
    }

    /**
     * What the claim ledger is told.
     *
     * @throws IllegalStateException for a decision that has no effect
     */
    public static ClaimMessage message(ReviewerDecision decision) {
        String key = ClaimKeys.grant(decision.tenantId(), decision.approvalId());
        if (decision.verdict() == ReviewerDecision.Verdict.WITHDRAW) {
            return new ClaimMessage.GrantTakeBack(
                    decision.approvalId(),
                    key,
                    decision.tenantId(),
                    decision.sagaId(),
                    decision.reviewerId(),
                    decision.reason());
        }
        GrantSubject subject = decision.subject();
        Instant expiresAt = decision.expiresAt();
        if (subject == null || expiresAt == null) {
            throw new IllegalStateException("refused above");
        }
        return new ClaimMessage.GrantIssue(
                decision.approvalId(),
                key,
                decision.tenantId(),
                decision.sagaId(),
                subject,
                decision.requestHash(),
                expiresAt,
                decision.reviewerId());
    }

    private static Optional<Decision.Rejected> rejected(String detail) {
        return Optional.of(new Decision.Rejected(Reason.INVALID_DECISION, detail));
    }
}
