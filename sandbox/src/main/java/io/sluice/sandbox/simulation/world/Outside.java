package io.sluice.sandbox.simulation.world;

import io.sluice.effect.Intent;
import io.sluice.effect.RenderedRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The providers, as a request that has left a process meets them: whatever becomes of that process, they go on. */
public interface Outside {

    /**
     * Takes a call.
     *
     * @param answer told when an answer is back at the caller; never, where it got lost
     */
    void call(Intent intent, Consumer<Reply> answer);

    /**
     * Takes a lookup for the work that an intent is about.
     *
     * @param reference the provider's reference, where the caller knows it
     * @param answer told when an answer is back at the caller; never, where it got lost
     */
    void lookup(Intent intent, RenderedRequest request, @Nullable String reference, Consumer<Reply> answer);

    /**
     * What comes back.
     *
     * @param reference the provider's reference; null where it gave none
     * @param version what the work has left its target at; null where it does not say
     * @param retryAfterMs when to try again, in milliseconds; 0 where it did not say
     */
    record Reply(
            Kind kind, @Nullable String reference, @Nullable String version, long retryAfterMs) {

        /** What an answer says. */
        public enum Kind {
            /** The work is done. */
            DONE,
            /** The work is taken on. */
            ACCEPTED,
            /** Refused for good, and not done. */
            REFUSED,
            /** Refused and not done, since the target has another version. */
            STALE,
            /** Refused for now, and not done. */
            REFUSED_FOR_NOW,
            /** An answer that says nothing, such as a status of 500. */
            UNCLEAR,
            /** A lookup shows the work. */
            FOUND,
            /** A lookup shows work that has not ended. */
            PENDING,
            /** A lookup shows no work. */
            ABSENT,
            /** A lookup shows other work than was asked for. */
            MISMATCH
        }

        /** A reply that says nothing more. */
        public static Reply of(Kind kind) {
            return new Reply(kind, null, null, 0);
        }
    }
}
