package io.sluice.saga;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a reviewer for one effect, and what was answered.
 *
 * @param requestHash the rendered request that the reviewer sees and that a grant must name
 * @param reviewerId who granted it; null while nobody has
 */
public record Approval(
        String approvalId,
        String requestHash,
        String policyVersion,
        String riskLevel,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable String reviewerId) {

    public boolean isGranted() {
        return reviewerId != null;
    }

    Approval grantedBy(String reviewer, Instant expiry) {
        return new Approval(approvalId, requestHash, policyVersion, riskLevel, requestedAt, expiry, reviewer);
    }
}
