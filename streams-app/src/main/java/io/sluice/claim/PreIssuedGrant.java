package io.sluice.claim;

import io.sluice.approval.GrantSubject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An approval that was given before anybody asked for it, for one use.
 *
 * @param approvalId by which a command names it
 * @param requestHash the request that it is for; {@link #ANY_REQUEST} for any that fits the subject
 * @param reviewers who gave it, in this order
 * @param usedBy the claim that it was given to; null while nobody has used it
 */
public record PreIssuedGrant(
        String key,
        String approvalId,
        String tenantId,
        GrantSubject subject,
        String requestHash,
        Instant expiresAt,
        List<String> reviewers,
        @Nullable String usedBy,
        boolean withdrawn) {

    /** For whatever request fits what the grant is for. */
    public static final String ANY_REQUEST = "any";

    PreIssuedGrant alsoBy(String reviewer, Instant expiry) {
        List<String> all =
                Stream.concat(reviewers.stream(), Stream.of(reviewer)).toList();
        Instant earlier = expiry.isBefore(expiresAt) ? expiry : expiresAt;
        return new PreIssuedGrant(key, approvalId, tenantId, subject, requestHash, earlier, all, usedBy, withdrawn);
    }

    PreIssuedGrant usedBy(@Nullable String claimId) {
        return new PreIssuedGrant(
                key, approvalId, tenantId, subject, requestHash, expiresAt, reviewers, claimId, withdrawn);
    }

    PreIssuedGrant takenBack() {
        return new PreIssuedGrant(key, approvalId, tenantId, subject, requestHash, expiresAt, reviewers, usedBy, true);
    }
}
