package io.sluice.saga.machine;

import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import java.time.Instant;

/** Outcomes as a sink would report them. */
public final class Outcomes {

    private Outcomes() {}

    public static Outcome of(Intent intent, OutcomeResult result, Instant at) {
        boolean done =
                result == OutcomeResult.SUCCEEDED || result == OutcomeResult.FOUND || result == OutcomeResult.ACCEPTED;
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                result,
                done ? 200 : 0,
                done ? "ref-of-" + intent.sideEffectId() : null,
                done ? "{\"id\":\"ref\"}" : null,
                null,
                done && intent.readBack() != null,
                done ? null : "as the test says",
                0,
                at,
                at);
    }

    /** Done, under another reference than any call of this effect gave. */
    static Outcome doneAs(String reference, Intent intent, Instant at) {
        Outcome plain = of(intent, OutcomeResult.SUCCEEDED, at);
        return new Outcome(
                plain.intentId(),
                plain.tenantId(),
                plain.sagaId(),
                plain.incarnation(),
                plain.result(),
                200,
                reference,
                plain.response(),
                null,
                plain.readBack(),
                null,
                0,
                at,
                at);
    }

    /** Refused for now. */
    static Outcome withRetryAfter(Intent intent, long retryAfterMs, Instant at) {
        return withRetryAfter(intent, OutcomeResult.TRANSIENT, retryAfterMs, at);
    }

    static Outcome withRetryAfter(Intent intent, OutcomeResult result, long retryAfterMs, Instant at) {
        Outcome plain = of(intent, result, at);
        return new Outcome(
                plain.intentId(),
                plain.tenantId(),
                plain.sagaId(),
                plain.incarnation(),
                result,
                result == OutcomeResult.TRANSIENT ? 503 : 202,
                plain.externalRef(),
                plain.response(),
                null,
                plain.readBack(),
                plain.error(),
                retryAfterMs,
                at,
                at);
    }

    /** Refused, since the target has another version than the one that was sent. */
    static Outcome stale(Intent intent, Instant at) {
        Outcome plain = of(intent, OutcomeResult.TERMINAL, at);
        return new Outcome(
                plain.intentId(),
                plain.tenantId(),
                plain.sagaId(),
                plain.incarnation(),
                plain.result(),
                412,
                plain.externalRef(),
                plain.response(),
                null,
                plain.readBack(),
                plain.error(),
                0,
                at,
                at);
    }

    /** Done, with an answer that says more. */
    static Outcome says(String response, Intent intent, Instant at) {
        Outcome plain = of(intent, OutcomeResult.SUCCEEDED, at);
        return new Outcome(
                plain.intentId(),
                plain.tenantId(),
                plain.sagaId(),
                plain.incarnation(),
                plain.result(),
                200,
                plain.externalRef(),
                response,
                null,
                plain.readBack(),
                null,
                0,
                at,
                at);
    }
}
