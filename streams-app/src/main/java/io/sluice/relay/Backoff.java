package io.sluice.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The pause before something is tried again: it doubles while failures follow each other, and starts over after a good while. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration GOOD_WHILE = Duration.ofSeconds(60);

    private final LongSupplier nanoClock;
    private Duration pause = FIRST;
    private long failedAt;

    Backoff(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.failedAt = nanoClock.getAsLong();
    }

    /** To be called when something has failed; how long to wait now. */
    Duration pause() {
        long now = nanoClock.getAsLong();
        if (now - failedAt > GOOD_WHILE.toNanos()) {
            pause = FIRST;
        }
        failedAt = now;
        Duration current = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return current;
    }
}
