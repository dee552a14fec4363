package io.sluice.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer says of one approval request.
 *
 * @param requestHash the rendered request the reviewer has seen
 * @param expiresAt a grant is void from here on; null for the request's own expiry
 * @param reason why; must be given for a rejection
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
        Instant decidedAt) {

    /** What a reviewer can say. */
    public enum Verdict {
        GRANT,
        REJECT,
        WITHDRAW
    }
}
