package io.sluice.partition;

import java.util.Comparator;

/**
 * When a saga has to be looked at. Ordered by due time, then by saga.
 *
 * @param dueMillis milliseconds since 1970, at least 0
 */
public record Timer(long dueMillis, String sagaId) implements Comparable<Timer> {

    private static final Comparator<Timer> ORDER =
            Comparator.comparingLong(Timer::dueMillis).thenComparing(Timer::sagaId);

    /** Before every timer that is due at {@code dueMillis} or later. */
    public static Timer from(long dueMillis) {
        return new Timer(dueMillis, "");
    }

    @Override
    public int compareTo(Timer other) {
        return ORDER.compare(this, other);
    }
}
