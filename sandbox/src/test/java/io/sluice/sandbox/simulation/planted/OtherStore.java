package io.sluice.sandbox.simulation.planted;

import io.sluice.effect.Lane;
import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Saga;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The store of a life, of which a bug changes a part. */
class OtherStore implements PartitionStore {

    private final PartitionStore real;

    OtherStore(PartitionStore real) {
        this.real = real;
    }

    @Override
    public @Nullable Saga saga(String sagaId) {
        return real.saga(sagaId);
    }

    @Override
    public @Nullable OpenAttempt openAttempt(String incarnation, String intentId) {
        return real.openAttempt(incarnation, intentId);
    }

    @Override
    public List<OpenAttempt> openAttempts() {
        return real.openAttempts();
    }

    @Override
    public boolean hasOpenAttempts(String incarnation) {
        return real.hasOpenAttempts(incarnation);
    }

    @Override
    public List<String> deferred() {
        return real.deferred();
    }

    @Override
    public OptionalLong closedAt(String incarnation) {
        return real.closedAt(incarnation);
    }

    @Override
    public List<String> closedIncarnations() {
        return real.closedIncarnations();
    }

    @Override
    public List<Timer> timers(Timer from, long untilMillis, int max) {
        return real.timers(from, untilMillis, max);
    }

    @Override
    public List<QueuedAttempt> queuedAttempts() {
        return real.queuedAttempts();
    }

    @Override
    public Optional<QueuedAttempt> firstQueued(String provider, Lane lane, String tenantId, boolean asks) {
        return real.firstQueued(provider, lane, tenantId, asks);
    }

    @Override
    public Changes changes() {
        return real.changes();
    }
}
