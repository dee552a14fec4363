package io.sluice.partition;

import io.sluice.effect.Lane;
import io.sluice.saga.Saga;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one partition remembers. A read sees everything that was applied before it. */
public interface PartitionStore {

    @Nullable
    Saga saga(String sagaId);

    /** The attempt, null where it has an outcome or was never permitted. */
    @Nullable
    OpenAttempt openAttempt(String incarnation, String intentId);

    List<OpenAttempt> openAttempts();

    boolean hasOpenAttempts(String incarnation);

    /** The sagas that wait for a catalog. */
    List<String> deferred();

    /** The offset at and beyond which {@code incarnation} called nothing; empty where it did not say so. */
    OptionalLong closedAt(String incarnation);

    List<String> closedIncarnations();

    /**
     * Timers in their order.
     *
     * @param from the first one that counts
     * @param untilMillis the latest due time that counts, in milliseconds since 1970
     */
    List<Timer> timers(Timer from, long untilMillis, int max);

    /** The attempts that wait for a place. */
    List<QueuedAttempt> queuedAttempts();

    /**
     * The attempt of a tenant that has waited longest in this lane.
     *
     * @param asks whether it is one of those that ask for a version first, or of the others
     */
    Optional<QueuedAttempt> firstQueued(String provider, Lane lane, String tenantId, boolean asks);

    /** An empty set of changes to what is remembered. */
    Changes changes();
}
