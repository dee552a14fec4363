package io.sluice.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an approval takes.
 *
 * @param role which a reviewer must have; null where anybody but the proposer may approve
 * @param reviewers how many different reviewers must agree
 * @param expires how long the request stays open; null for the default
 */
public record ApprovalTerms(
        @Nullable String role, int reviewers, @Nullable Duration expires) {

    /** One reviewer of any role, within the usual time. */
    public static final ApprovalTerms USUAL = new ApprovalTerms(null, 1, null);

    /** More would be a committee. */
    public static final int MAX_REVIEWERS = 5;
}
