package io.sluice.sandbox.simulation.world;

import io.sluice.catalog.Catalog;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Saga;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one partition remembers, as objects. */
public final class PartitionState {

    final Map<String, Saga> sagas;
    final SortedMap<String, OpenAttempt> attempts;
    final TreeSet<Timer> timers;
    final TreeSet<QueuedAttempt> queued;
    final SortedSet<String> deferred;
    final Map<String, Long> closed;
    Catalog catalog;

    PartitionState(Catalog catalog) {
        this.catalog = catalog;
        sagas = new HashMap<>();
        attempts = new TreeMap<>();
        timers = new TreeSet<>();
        queued = new TreeSet<>();
        deferred = new TreeSet<>();
        closed = new TreeMap<>();
    }

    private PartitionState(PartitionState from) {
        catalog = from.catalog;
        sagas = new HashMap<>(from.sagas);
        attempts = new TreeMap<>(from.attempts);
        timers = new TreeSet<>(from.timers);
        queued = new TreeSet<>(from.queued);
        deferred = new TreeSet<>(from.deferred);
        closed = new TreeMap<>(from.closed);
    }

    PartitionState copy() {
        return new PartitionState(this);
    }

    /** Whether a catalog is in force. */
    public boolean hasCatalog() {
        return !catalog.isEmpty();
    }

    /** Every saga that is under way or not forgotten yet. */
    public Map<String, Saga> sagas() {
        return sagas;
    }

    /** The attempts without an outcome, in no order that matters. */
    public Iterable<OpenAttempt> openAttempts() {
        return attempts.values();
    }

    /** The attempts that wait for a place. */
    public Iterable<QueuedAttempt> queuedAttempts() {
        return queued;
    }

    static String key(String incarnation, String intentId) {
        return incarnation + " " + intentId;
    }
}
