package io.sluice.saga;

import io.sluice.effect.EffectStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One side effect of a saga, forward or compensating.
 *
 * @param reason the finer fact beside the status, one of {@link Reason}
 * @param rendered what will be sent; null until it can be rendered
 * @param confirmation how it is known to have happened; null until it is
 * @param escalated whether a person was asked to look at it
 */
public record Effect(
        String sideEffectId,
        ToolRef tool,
        String idempotencyKey,
        EffectStatus status,
        @Nullable String reason,
        @Nullable Rendered rendered,
        @Nullable Approval approval,
        Progress progress,
        @Nullable Confirmation confirmation,
        boolean escalated,
        Instant createdAt,
        Instant updatedAt) {

    static Effect proposed(String sideEffectId, ToolRef tool, String idempotencyKey, Instant now) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                EffectStatus.PROPOSED,
                null,
                null,
                null,
                Progress.NONE,
                null,
                false,
                now,
                now);
    }

    Effect status(EffectStatus next, @Nullable String why, Instant at) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                next,
                why,
                rendered,
                approval,
                progress,
                confirmation,
                escalated,
                createdAt,
                at);
    }

    Effect rendered(Rendered request) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                status,
                reason,
                request,
                approval,
                progress,
                confirmation,
                escalated,
                createdAt,
                updatedAt);
    }

    Effect approval(@Nullable Approval asked) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                status,
                reason,
                rendered,
                asked,
                progress,
                confirmation,
                escalated,
                createdAt,
                updatedAt);
    }

    Effect progress(Progress next) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                status,
                reason,
                rendered,
                approval,
                next,
                confirmation,
                escalated,
                createdAt,
                updatedAt);
    }

    Effect confirmed(Confirmation by) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                status,
                reason,
                rendered,
                approval,
                progress,
                by,
                escalated,
                createdAt,
                updatedAt);
    }

    Effect escalated(Instant at) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                status,
                reason,
                rendered,
                approval,
                progress,
                confirmation,
                true,
                createdAt,
                at);
    }
}
