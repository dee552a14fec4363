package io.sluice.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far capture has come, in commit times of the database. What was committed before and is not on the topic was missed. */
final class CaptureProgress {
    /** Heartbeats move capture every few seconds; one that has not moved for this long is no longer waited for. */
    static final Duration STALLED = Duration.ofSeconds(60);

    private final LongSupplier nanoClock;
    private volatile Instant capturedUpTo = Instant.EPOCH;
    private volatile long movedAt;

    CaptureProgress(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.movedAt = nanoClock.getAsLong();
    }

    void reached(Instant commitTime) {
        if (commitTime.isAfter(capturedUpTo)) {
            capturedUpTo = commitTime;
            movedAt = nanoClock.getAsLong();
        }
    }

    /** Null when capture has stalled. */
    @Nullable
    Instant capturedUpTo() {
        return nanoClock.getAsLong() - movedAt > STALLED.toNanos() ? null : capturedUpTo;
    }
}
