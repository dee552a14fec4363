package io.sluice.provider;

import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a dispatch established, before it is addressed to the saga that asked. */
record Finding(
        OutcomeResult result,
        int status,
        @Nullable String reference,
        @Nullable String response,
        @Nullable String digest,
        boolean readBack,
        @Nullable String error,
        long retryAfterMs) {

    static final Finding NOT_FIRED =
            of(OutcomeResult.NOT_FIRED, "The last check before the request was sent said no, so nothing was sent.");

    static Finding of(OutcomeResult result, @Nullable String error) {
        return new Finding(result, 0, null, null, null, false, error, 0);
    }

    Finding with(Answer answer, @Nullable String externalRef) {
        return new Finding(
                result,
                answer.status(),
                externalRef,
                answer.recorded(),
                answer.digest(),
                readBack,
                error,
                answer.retryAfterMs());
    }

    Finding withStatus(int httpStatus) {
        return new Finding(result, httpStatus, reference, response, digest, readBack, error, retryAfterMs);
    }

    Finding withReference(@Nullable String externalRef) {
        return new Finding(result, status, externalRef, response, digest, readBack, error, retryAfterMs);
    }

    Finding asReadBack() {
        return new Finding(result, status, reference, response, digest, true, error, retryAfterMs);
    }

    Outcome outcome(Intent intent, Instant startedAt, Instant endedAt) {
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                result,
                status,
                reference,
                response,
                digest,
                readBack,
                error,
                retryAfterMs,
                startedAt,
                endedAt);
    }
}
