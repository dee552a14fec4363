package io.sluice.claim;

import io.sluice.approval.GrantSubject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a pre-issued grant: given by one or more reviewers, taken back, and used once, for good. Whoever has it may
 * still give it back unused, so what a reviewer says meanwhile counts for those who come after.
 */
final class Grants {

    static final String UNKNOWN = "unknown_approval";
    static final String USED = "approval_used";
    static final String WITHDRAWN = "approval_withdrawn";
    static final String EXPIRED = "grant_expired";
    static final String MISMATCH = "grant_mismatch";
    static final String OTHER_REQUEST = "request_hash_mismatch";
    static final String OWN = "reviewer_is_proposer";
    static final String GIVEN_BEFORE = "reviewer_granted_before";
    static final String NOT_THE_REVIEWER = "not_the_reviewer";

    private Grants() {}

    private record Problem(String reason, String explanation) {}

    static LedgerEvent issue(@Nullable PreIssuedGrant known, ClaimMessage.GrantIssue issue, Instant now) {
        if (!issue.expiresAt().isAfter(now)) {
            return passedOver(issue, EXPIRED);
        }
        if (known == null) {
            return new LedgerEvent.GrantIssued(new PreIssuedGrant(
                    issue.key(),
                    issue.claimId(),
                    issue.tenantId(),
                    issue.subject(),
                    issue.requestHash(),
                    issue.expiresAt(),
                    List.of(issue.reviewerId()),
                    null,
                    false));
        }
        if (known.withdrawn()) {
            return passedOver(issue, WITHDRAWN);
        }
        boolean isSame =
                known.subject().equals(issue.subject()) && known.requestHash().equals(issue.requestHash());
        if (!isSame || known.reviewers().contains(issue.reviewerId())) {
            return passedOver(issue, isSame ? GIVEN_BEFORE : MISMATCH);
        }
        return new LedgerEvent.GrantIssued(known.alsoBy(issue.reviewerId(), issue.expiresAt()));
    }

    static LedgerEvent takeBack(@Nullable PreIssuedGrant known, ClaimMessage.GrantTakeBack taken) {
        if (known == null) {
            return passedOver(taken, UNKNOWN);
        }
        if (known.withdrawn()) {
            return passedOver(taken, WITHDRAWN);
        }
        if (!known.reviewers().contains(taken.reviewerId())) {
            return passedOver(taken, NOT_THE_REVIEWER);
        }
        return new LedgerEvent.GrantTakenBack(known.key(), known.approvalId(), taken.reviewerId(), taken.reason());
    }

    /** Gives it to the first who asks and may have it; whoever has it is told so again. */
    static LedgerEvent use(@Nullable PreIssuedGrant known, ClaimMessage.GrantUse use, Instant now) {
        if (known == null) {
            return turnedAway(use, new Problem(UNKNOWN, "no such grant was given; it has to be given first"));
        }
        if (use.claimId().equals(known.usedBy())) {
            return new LedgerEvent.ApprovalSpent(use.claimId(), use.sagaId(), known);
        }
        return problem(known, use.wish(), now)
                .map(problem -> turnedAway(use, problem))
                .orElseGet(
                        () -> new LedgerEvent.ApprovalSpent(use.claimId(), use.sagaId(), known.usedBy(use.claimId())));
    }

    private static Optional<Problem> problem(PreIssuedGrant grant, GrantWish wish, Instant now) {
        if (grant.usedBy() != null) {
            return Optional.of(new Problem(USED, "it was used before; a grant is used once"));
        }
        if (grant.withdrawn()) {
            return Optional.of(new Problem(WITHDRAWN, "whoever gave it has taken it back"));
        }
        if (!grant.expiresAt().isAfter(now)) {
            return Optional.of(new Problem(EXPIRED, "it was void from " + grant.expiresAt() + " on"));
        }
        if (grant.reviewers().contains(wish.proposerId())) {
            return Optional.of(new Problem(OWN, "four eyes: the proposer may not approve its own request"));
        }
        Optional<String> difference = grant.subject().difference(wish.subject());
        if (difference.isPresent()) {
            String field = difference.get();
            return Optional.of(new Problem(
                    MISMATCH,
                    "it is for " + field + " " + shown(grant.subject(), field) + ", but what would be sent is for "
                            + shown(wish.subject(), field)));
        }
        boolean fits = grant.requestHash().equals(PreIssuedGrant.ANY_REQUEST)
                || grant.requestHash().equals(wish.requestHash());
        return fits
                ? Optional.empty()
                : Optional.of(new Problem(
                        OTHER_REQUEST,
                        "it names request " + grant.requestHash() + ", but " + wish.requestHash()
                                + " is what would be sent"));
    }

    private static String shown(GrantSubject subject, String field) {
        String value = subject.fields().get(field);
        return value == null ? "none" : "'" + value + "'";
    }

    private static LedgerEvent passedOver(ClaimMessage message, String reason) {
        return new LedgerEvent.GrantPassedOver(message.key(), message.claimId(), reason);
    }

    private static LedgerEvent turnedAway(ClaimMessage.GrantUse use, Problem problem) {
        return new LedgerEvent.ClaimTurnedAway(
                use.key(), use.claimId(), use.tenantId(), use.sagaId(), problem.reason(), problem.explanation(), null);
    }
}
