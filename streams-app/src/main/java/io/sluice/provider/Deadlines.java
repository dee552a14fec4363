package io.sluice.provider;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends exchanges whose time is up, however slowly their answer drips. It looks at all of them every {@link #TICK}: a
 * timer of its own for each exchange would wake a thread for each exchange.
 */
final class Deadlines implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);

    private final Set<Entry> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("provider-deadlines").factory());

    /** One exchange, compared by identity. */
    static final class Entry {
        private final long endNanos;
        private final Runnable end;
        private volatile boolean over;

        private Entry(long endNanos, Runnable end) {
            this.endNanos = endNanos;
            this.end = end;
        }

        private boolean end() {
            over = true;
            // A thread of its own: what one connection's closing does must not hold up the others.
            Thread.ofVirtual().start(end);
            return true;
        }

        /** Whether the time was up before the exchange ended. */
        boolean isOver() {
            return over;
        }
    }

    Deadlines() {
        var unused =
                timer.scheduleWithFixedDelay(this::endOverdue, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now to {@code timeout}, up to a tick later, {@code end} is run unless the entry is removed. */
    Entry add(Duration timeout, Runnable end) {
        Entry entry = new Entry(System.nanoTime() + timeout.toNanos(), end);
        underWay.add(entry);
        return entry;
    }

    void remove(Entry entry) {
        underWay.remove(entry);
    }

    private void endOverdue() {
        long now = System.nanoTime();
        underWay.removeIf(entry -> now - entry.endNanos >= 0 && entry.end());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
