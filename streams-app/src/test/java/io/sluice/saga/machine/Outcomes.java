package io.sluice.saga.machine;

import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Outcomes as a sink would report them. */
public final class Outcomes {

    private static final String RESPONSE = "{\"id\":\"ref\"}";

    private Outcomes() {}

    public static Outcome of(Intent intent, OutcomeResult result, Instant at) {
        return isDone(result)
                ? done(intent, result, reference(intent), RESPONSE, at)
                : refused(intent, result, 0, 0, at);
    }

    /** Done, under another reference than any call of this effect gave. */
    static Outcome doneAs(String reference, Intent intent, Instant at) {
        return done(intent, OutcomeResult.SUCCEEDED, reference, RESPONSE, at);
    }

    /** Done, with an answer that says more. */
    static Outcome says(String response, Intent intent, Instant at) {
        return done(intent, OutcomeResult.SUCCEEDED, reference(intent), response, at);
    }

    /** Found by a lookup, with an answer that says more. */
    static Outcome shows(String response, Intent intent, Instant at) {
        return done(intent, OutcomeResult.FOUND, reference(intent), response, at);
    }

    /** Refused for now. */
    static Outcome withRetryAfter(Intent intent, long retryAfterMs, Instant at) {
        return withRetryAfter(intent, OutcomeResult.TRANSIENT, retryAfterMs, at);
    }

    static Outcome withRetryAfter(Intent intent, OutcomeResult result, long retryAfterMs, Instant at) {
        return isDone(result)
                ? outcome(intent, result, 202, reference(intent), RESPONSE, null, retryAfterMs, at)
                : refused(intent, result, 503, retryAfterMs, at);
    }

    /** Refused, since the target has another version than the one that was sent. */
    static Outcome stale(Intent intent, Instant at) {
        return refused(intent, OutcomeResult.TERMINAL, 412, 0, at);
    }

    /** Refused for now, since there are too many requests: nothing was made of this one. */
    static Outcome tooMany(Intent intent, Instant at) {
        return refused(intent, OutcomeResult.TRANSIENT, 429, 0, at);
    }

    private static boolean isDone(OutcomeResult result) {
        return result == OutcomeResult.SUCCEEDED || result == OutcomeResult.FOUND || result == OutcomeResult.ACCEPTED;
    }

    private static String reference(Intent intent) {
        return "ref-of-" + intent.sideEffectId();
    }

    private static Outcome done(Intent intent, OutcomeResult result, String reference, String response, Instant at) {
        return outcome(intent, result, 200, reference, response, null, 0, at);
    }

    private static Outcome refused(Intent intent, OutcomeResult result, int status, long retryAfterMs, Instant at) {
        return outcome(intent, result, status, null, null, "as the test says", retryAfterMs, at);
    }

    private static Outcome outcome(
            Intent intent,
            OutcomeResult result,
            int status,
            @Nullable String reference,
            @Nullable String response,
            @Nullable String error,
            long retryAfterMs,
            Instant at) {
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                result,
                status,
                reference,
                response,
                null,
                isDone(result) && intent.readBack() != null,
                error,
                retryAfterMs,
                at,
                at);
    }
}
