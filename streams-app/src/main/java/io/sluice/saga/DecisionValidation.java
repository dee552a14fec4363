package io.sluice.saga;

import io.sluice.approval.DecisionSignature;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import java.util.Optional;

/** What every reviewer's decision must keep to, whatever it answers. */
public final class DecisionValidation {

    private DecisionValidation() {}

    /**
     * The first thing that is wrong with {@code decision}, if anything is.
     *
     * <p>With reason {@link Reason#INVALID_TENANT} there is nobody to tell: nothing may be stored under that name.
     */
    public static Optional<Problem> validate(ReviewerDecision decision) {
        if (!Tenants.isValid(decision.tenantId())) {
            return Optional.of(FieldChecks.invalidTenant(decision.tenantId()));
        }
        FieldChecks checks = new FieldChecks();
        GrantSubject subject = decision.subject();
        if (subject != null) {
            subject.fields().forEach(checks::id);
        }
        DecisionSignature signature = decision.signature();
        if (signature != null) {
            checks.id("key_id", signature.keyId()).id("signature", signature.value());
        }
        return checks.requiredId("approval_id", decision.approvalId())
                .requiredId("saga_id", decision.sagaId())
                .requiredId("request_hash", decision.requestHash())
                .requiredId("reviewer_id", decision.reviewerId())
                .require(
                        decision.sagaId().startsWith(decision.tenantId() + "/"),
                        "saga_id is not one of this tenant's: it starts with the tenant and a slash")
                .text("reason", decision.reason())
                .time("expires_at", decision.expiresAt())
                .time("decided_at", decision.decidedAt())
                .firstProblem(Reason.INVALID_DECISION);
    }
}
