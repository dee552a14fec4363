package io.sluice.claim;

/**
 * How many claims on one key are given.
 *
 * @param places how many may be held at once; 0 for any number
 * @param rate how many are given in {@code perMs}; 0 for any number
 * @param perMs milliseconds; 0 where there is no rate
 */
public record Terms(int places, int rate, long perMs) {

    /** One holder at a time. */
    public static final Terms ALONE = new Terms(1, 0, 0);
}
