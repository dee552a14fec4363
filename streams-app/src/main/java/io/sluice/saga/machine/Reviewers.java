package io.sluice.saga.machine;

import io.sluice.catalog.Catalog;
import io.sluice.saga.Approval;

/** Who may review, as the catalog in force says. */
final class Reviewers {

    private Reviewers() {}

    /** Whether the reviewer has the role that the approval asks for, if it asks for one. */
    static boolean mayReview(Draft draft, Approval approval, String reviewer) {
        String role = approval.role();
        Catalog catalog = draft.context().catalog();
        return role == null || catalog.hasRole(reviewer, role, draft.saga().tenantId());
    }

    /** Whether everybody who agreed may still do so. */
    static boolean mayStillReview(Draft draft, Approval approval) {
        return approval.grantedBy().stream().allMatch(reviewer -> mayReview(draft, approval, reviewer));
    }
}
