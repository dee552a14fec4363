package io.sluice.saga;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a reviewer for one effect, and what was answered.
 *
 * @param requestHash the rendered request that the reviewer sees and that a grant must name
 * @param reviewerId whose grant made it complete; null while more are needed
 * @param role which a reviewer must have; null where anybody but the proposer may approve
 * @param reviewers how many different reviewers must agree
 * @param grantedBy who has agreed so far, in this order
 */
public record Approval(
        String approvalId,
        String requestHash,
        String policyVersion,
        String riskLevel,
        Instant requestedAt,
        Instant expiresAt,
        @Nullable String reviewerId,
        @Nullable String role,
        int reviewers,
        List<String> grantedBy) {

    public boolean isGranted() {
        return reviewerId != null;
    }

    Approval grantedBy(String reviewer, Instant expiry) {
        List<String> agreed =
                Stream.concat(grantedBy.stream(), Stream.of(reviewer)).toList();
        return new Approval(
                approvalId,
                requestHash,
                policyVersion,
                riskLevel,
                requestedAt,
                expiry,
                agreed.size() >= reviewers ? reviewer : null,
                role,
                reviewers,
                agreed);
    }
}
