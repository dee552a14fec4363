package io.sluice.sandbox.simulation.world;

import io.sluice.effect.Lane;
import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Saga;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The state of one life, which may be ahead of what is committed. */
final class MemoryStore implements PartitionStore {

    private final PartitionState state;
    private final Transaction transaction;

    MemoryStore(PartitionState state, Transaction transaction) {
        this.state = state;
        this.transaction = transaction;
    }

    @Override
    public @Nullable Saga saga(String sagaId) {
        return state.sagas.get(sagaId);
    }

    @Override
    public @Nullable OpenAttempt openAttempt(String incarnation, String intentId) {
        return state.attempts.get(PartitionState.key(incarnation, intentId));
    }

    @Override
    public List<OpenAttempt> openAttempts() {
        return List.copyOf(state.attempts.values());
    }

    @Override
    public boolean hasOpenAttempts(String incarnation) {
        for (OpenAttempt attempt : state.attempts.values()) {
            if (attempt.incarnation().equals(incarnation)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> deferred() {
        return List.copyOf(state.deferred);
    }

    @Override
    public OptionalLong closedAt(String incarnation) {
        Long offset = state.closed.get(incarnation);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public List<String> closedIncarnations() {
        return List.copyOf(state.closed.keySet());
    }

    @Override
    public List<Timer> timers(Timer from, long untilMillis, int max) {
        if (Timer.from(untilMillis + 1).compareTo(from) < 0) {
            return List.of();
        }
        return state.timers.subSet(from, true, Timer.from(untilMillis + 1), false).stream()
                .limit(max)
                .toList();
    }

    @Override
    public List<QueuedAttempt> queuedAttempts() {
        return List.copyOf(state.queued);
    }

    @Override
    public Optional<QueuedAttempt> firstQueued(String provider, Lane lane, String tenantId, boolean asks) {
        QueuedAttempt before =
                new QueuedAttempt(provider, lane, asks, Instant.EPOCH, tenantId + "/", EffectRef.forward(""));
        return Optional.ofNullable(state.queued.ceiling(before))
                .filter(first -> first.provider().equals(provider)
                        && first.lane() == lane
                        && first.asks() == asks
                        && first.tenantId().equals(tenantId));
    }

    @Override
    public Changes changes() {
        return new MemoryChanges(state, transaction);
    }
}
