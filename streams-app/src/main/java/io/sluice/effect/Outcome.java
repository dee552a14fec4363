package io.sluice.effect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt established, as the provider sink reports it.
 *
 * @param httpStatus the provider's status code, 0 where no answer came
 * @param response the provider's answer as JSON text, capped; null where there was none or it was not JSON
 * @param responseDigest hex SHA-256 of the whole answer's bytes
 * @param readBack whether the committed work was seen by a lookup in the same dispatch
 * @param error one sentence for a person; never a secret
 * @param retryAfterMs what the provider asked for, in milliseconds; 0 where it did not
 */
public record Outcome(
        String intentId,
        String tenantId,
        String sagaId,
        String incarnation,
        OutcomeResult result,
        int httpStatus,
        @Nullable String externalRef,
        @Nullable String response,
        @Nullable String responseDigest,
        boolean readBack,
        @Nullable String error,
        long retryAfterMs,
        Instant startedAt,
        Instant endedAt) {}
