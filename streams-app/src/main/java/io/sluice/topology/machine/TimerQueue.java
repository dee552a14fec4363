package io.sluice.topology.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the machine's store, ordered by due time.
 *
 * <p>Reading starts at a cursor kept only in memory, so that it does not wade through the tombstones of timers that are
 * done; a timer set before the cursor moves it back.
 */
final class TimerQueue {

    private static final int BATCH = 128;

    private final KeyValueStore<Bytes, byte[]> store;
    private final LongConsumer onSet;
    private Bytes cursor = StoreKeys.timersFrom(0);

    /** A timer that is due. */
    record Timer(Bytes key, String sagaId) {}

    /**
     * @param onSet told the due time of each timer that was set, in milliseconds since 1970
     */
    TimerQueue(KeyValueStore<Bytes, byte[]> store, LongConsumer onSet) {
        this.store = store;
        this.onSet = onSet;
    }

    void set(Changes changes, long dueMillis, String sagaId) {
        Bytes key = StoreKeys.timer(dueMillis, sagaId);
        changes.put(key, new byte[0]);
        changes.afterwards(() -> {
            lift(key);
            onSet.accept(dueMillis);
        });
    }

    void cancel(Changes changes, long dueMillis, String sagaId) {
        changes.delete(StoreKeys.timer(dueMillis, sagaId));
    }

    /** Some of the timers that are due at {@code nowMillis}, earliest first; empty when none is. */
    List<Timer> due(long nowMillis) {
        List<Timer> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(cursor, StoreKeys.timersFrom(nowMillis + 1))) {
            while (timers.hasNext() && due.size() < BATCH) {
                Bytes key = timers.next().key;
                due.add(new Timer(key, StoreKeys.sagaOfTimer(key)));
            }
        }
        return due;
    }

    /** Says that the timer is done: reading goes on behind it. The timer itself is deleted with what it changed. */
    void done(Timer timer) {
        if (cursor.compareTo(timer.key()) < 0) {
            cursor = timer.key();
        }
    }

    /** When the next timer is due, in milliseconds since 1970. */
    Optional<Long> next() {
        @Nullable KeyValue<Bytes, byte[]> first = null;
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(cursor, StoreKeys.timersFrom(Long.MAX_VALUE))) {
            if (timers.hasNext()) {
                first = timers.next();
            }
        }
        return first == null ? Optional.empty() : Optional.of(StoreKeys.dueOfTimer(first.key));
    }

    private void lift(Bytes key) {
        if (key.compareTo(cursor) < 0) {
            cursor = key;
        }
    }
}
