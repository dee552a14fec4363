package io.sluice.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer says of one approval request.
 *
 * @param requestHash the rendered request the reviewer has seen
 * @param expiresAt a grant is void from here on; null for the request's own expiry
 * @param reason why; must be given for a rejection
 * @param subject what the request is about, as the reviewer has seen it; must be given for a grant
 * @param signature who vouches for the reviewer and for every field; without one it has no effect
 */
public record ReviewerDecision(
        String approvalId,
        String tenantId,
        String sagaId,
        Verdict verdict,
        String requestHash,
        String reviewerId,
        @Nullable Instant expiresAt,
        @Nullable String reason,
        @Nullable GrantSubject subject,
        @Nullable DecisionSignature signature,
        Instant decidedAt) {

    /** The same with a signature. */
    public ReviewerDecision signed(DecisionSignature by) {
        return new ReviewerDecision(
                approvalId,
                tenantId,
                sagaId,
                verdict,
                requestHash,
                reviewerId,
                expiresAt,
                reason,
                subject,
                by,
                decidedAt);
    }

    /** What a reviewer can say. */
    public enum Verdict {
        GRANT,
        REJECT,
        WITHDRAW
    }
}
