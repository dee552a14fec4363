package io.sluice.sandbox.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * When work that a provider has only accepted is done.
 *
 * @param work how long it takes
 */
record Pace(InstantSource clock, Supplier<Duration> work) {
    Instant now() {
        return clock.instant();
    }

    boolean isDone(Instant since) {
        return !now().isBefore(since.plus(work.get()));
    }
}
