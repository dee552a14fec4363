package io.sluice.sandbox.simulation.world;

/**
 * How far the clocks of a world are off.
 *
 * @param chance draws them
 * @param bound no clock is further from true time than this, in milliseconds
 */
public record Clocks(Chance chance, long bound) {

    /** So far may a clock be off that two of them, a thread's pause and the way to the provider stay within the margin. */
    public static final long WITHIN_MARGIN = 800;

    /** Further than the margin covers. */
    public static final long BEYOND_MARGIN = 20_000;

    private static final double FASTEST_DRIFT = 2e-5;

    WallClock clock(Timeline timeline, int instance) {
        return new WallClock(
                timeline, offset(instance, 0), FASTEST_DRIFT * (chance.unit(Draw.CLOCK_DRIFT, instance, 0) - 0.5));
    }

    /** Where a clock is set to, ahead of true time. */
    long offset(int instance, int time) {
        return (long) ((2 * chance.unit(Draw.CLOCK_OFFSET, instance, time) - 1) * bound);
    }

    /** Whether nothing can be said of what depends on clocks. */
    public boolean isBeyondMargin() {
        return bound > WITHIN_MARGIN;
    }
}
