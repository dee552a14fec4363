package io.sluice.saga;

import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.EffectType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The published lifecycle record of one side effect. */
public record SideEffect(
        String sideEffectId,
        String tenantId,
        String sagaId,
        String runId,
        String commandId,
        String step,
        Direction direction,
        String tool,
        String toolVersion,
        EffectType effectType,
        @Nullable String targetType,
        @Nullable String targetId,
        String idempotencyKey,
        @Nullable String requestHash,
        EffectStatus status,
        @Nullable String reason,
        @Nullable String externalRef,
        @Nullable String approvalId,
        @Nullable ConfirmedBy confirmedBy,
        int attempts,
        boolean escalated,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {}
