package io.sluice.query.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.EffectType;
import io.sluice.saga.Approval;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Effect;
import io.sluice.saga.Rendered;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side effect, forward or compensating.
 *
 * @param attempts intents written so far, lookups included
 * @param nextAttemptAt when the next attempt is due, where one is scheduled
 * @param result the provider's answer, capped
 */
public record EffectView(
        String sideEffectId,
        String tool,
        String toolVersion,
        EffectType effectType,
        EffectStatus status,
        @Nullable String reason,
        boolean escalated,
        String idempotencyKey,
        @Nullable String requestHash,
        @Nullable String externalRef,
        @Nullable ConfirmedBy confirmedBy,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable ApprovalView approval,
        @Nullable JsonNode result,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * What was asked of a reviewer.
     *
     * @param reviewerId whose grant made it complete; null while nobody's has
     * @param role which a reviewer must have; null where anybody but the proposer may approve
     * @param reviewers how many different reviewers must agree
     * @param grantedBy who has agreed so far
     */
    public record ApprovalView(
            String approvalId,
            String requestHash,
            String policyVersion,
            String riskLevel,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable String reviewerId,
            @Nullable String role,
            int reviewers,
            List<String> grantedBy) {}

    static EffectView of(Effect effect) {
        Rendered rendered = effect.rendered();
        Confirmation confirmation = effect.confirmation();
        String result = confirmation == null ? null : confirmation.result();
        return new EffectView(
                effect.sideEffectId(),
                effect.tool().name(),
                effect.tool().version(),
                effect.tool().effectType(),
                effect.status(),
                effect.reason(),
                effect.escalated(),
                effect.idempotencyKey(),
                rendered == null ? null : rendered.requestHash(),
                confirmation == null ? effect.progress().externalRef() : confirmation.externalRef(),
                confirmation == null ? null : confirmation.confirmedBy(),
                effect.progress().attempts(),
                effect.progress().retry() == null
                        ? null
                        : effect.progress().retry().dueAt(),
                effect.approval() == null ? null : approval(effect.approval()),
                result == null ? null : Json.embedded(result),
                effect.createdAt(),
                effect.updatedAt());
    }

    private static ApprovalView approval(Approval approval) {
        return new ApprovalView(
                approval.approvalId(),
                approval.requestHash(),
                approval.policyVersion(),
                approval.riskLevel(),
                approval.requestedAt(),
                approval.expiresAt(),
                approval.reviewerId(),
                approval.role(),
                approval.reviewers(),
                approval.grantedBy());
    }
}
