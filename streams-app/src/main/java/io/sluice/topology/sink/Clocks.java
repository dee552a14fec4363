package io.sluice.topology.sink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the last check.
 *
 * @param wall wall-clock time
 * @param nanos monotonic time, in nanoseconds from some origin
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {

    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }

    /** What the monotonic clock will show at {@code time}, as far as the wall clock can be believed now. */
    long nanosAt(Instant time) {
        return nanos.getAsLong() + Duration.between(wall.instant(), time).toNanos();
    }
}
