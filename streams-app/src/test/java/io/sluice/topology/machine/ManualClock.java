package io.sluice.topology.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when the test says so. */
final class ManualClock implements InstantSource {

    private Instant now = Instant.parse("2026-01-05T09:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }
}
