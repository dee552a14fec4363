package io.sluice.partition;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The timers of a partition.
 *
 * <p>Reading starts at a cursor kept only in memory, so that it does not wade through the tombstones of timers that are
 * done; a timer set before the cursor moves it back.
 */
final class TimerQueue {

    private static final int BATCH = 128;

    private final PartitionStore store;
    private final LongConsumer onSet;
    private Timer cursor = Timer.from(0);

    /**
     * @param onSet told the due time of each timer that was set, in milliseconds since 1970
     */
    TimerQueue(PartitionStore store, LongConsumer onSet) {
        this.store = store;
        this.onSet = onSet;
    }

    void set(Changes changes, Timer timer) {
        changes.set(timer);
        changes.afterwards(() -> {
            if (timer.compareTo(cursor) < 0) {
                cursor = timer;
            }
            onSet.accept(timer.dueMillis());
        });
    }

    /** Some of the timers that are due at {@code nowMillis}, earliest first; empty when none is. */
    List<Timer> due(long nowMillis) {
        return store.timers(cursor, nowMillis, BATCH);
    }

    /** Says that the timer is done: reading goes on behind it. The timer itself is cancelled with what it changed. */
    void done(Timer timer) {
        if (cursor.compareTo(timer) < 0) {
            cursor = timer;
        }
    }

    /** When the next timer is due, in milliseconds since 1970. */
    Optional<Long> next() {
        return store.timers(cursor, Long.MAX_VALUE - 1, 1).stream()
                .map(Timer::dueMillis)
                .findFirst();
    }
}
