package io.sluice.sandbox.simulation.world;

import java.time.Instant;
import java.time.InstantSource;

/** The clock of one machine: off by something, going at a rate of its own, and set now and then. */
public final class WallClock implements InstantSource {

    /** Where the true time of every world begins, in milliseconds since 1970. */
    public static final long EPOCH = 1_800_000_000_000L;

    private static final long NANOS = 1_000_000L;

    private final Timeline timeline;
    private final double rate;
    private long offset;

    /**
     * @param offset how far it is ahead of true time at first, in milliseconds
     * @param rate by which part it goes too fast
     */
    public WallClock(Timeline timeline, long offset, double rate) {
        this.timeline = timeline;
        this.offset = offset;
        this.rate = rate;
    }

    /** Sets it forward or back. */
    public void jump(long millis) {
        offset += millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return EPOCH + timeline.now() + error();
    }

    /** How far it is ahead of true time, in milliseconds. */
    public long error() {
        return offset + (long) (rate * timeline.now());
    }

    /** The monotonic clock of the same machine: it is never set. */
    public long nanos() {
        return timeline.now() * NANOS + (long) (rate * timeline.now() * NANOS);
    }
}
