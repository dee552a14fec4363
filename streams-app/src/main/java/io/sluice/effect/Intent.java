package io.sluice.effect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The durable permission for one attempt.
 *
 * @param intentId unique per attempt: the side effect's id, {@code #} and the attempt's number
 * @param request the call itself, or for a {@link AttemptKind#LOOKUP} the lookup
 * @param readBack the lookup that follows a successful call, null where the contract has none; an
 *     {@code {external_ref}} in its path is filled from the call's answer
 * @param externalRef the provider's reference, where an earlier answer gave one
 * @param incarnation which life of the task wrote the intent; no other may act on it
 * @param notAfter the call must not start later than this
 * @param timeoutMs how long one request may take, in milliseconds
 */
public record Intent(
        String intentId,
        String tenantId,
        String sagaId,
        String sideEffectId,
        AttemptKind kind,
        String tool,
        String toolVersion,
        String idempotencyKey,
        String requestHash,
        RenderedRequest request,
        @Nullable RenderedRequest readBack,
        @Nullable String externalRef,
        String incarnation,
        Instant notAfter,
        long timeoutMs) {}
