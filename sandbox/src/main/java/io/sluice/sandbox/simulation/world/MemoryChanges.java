package io.sluice.sandbox.simulation.world;

import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one input changes: applied to the state of the life at once, and to what is committed with its transaction. */
final class MemoryChanges implements Changes {

    private final PartitionState state;
    private final Transaction transaction;
    private final List<Consumer<PartitionState>> writes = new ArrayList<>();
    private final List<Transaction.Line> journal = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    MemoryChanges(PartitionState state, Transaction transaction) {
        this.state = state;
        this.transaction = transaction;
    }

    @Override
    public void put(Saga saga) {
        writes.add(to -> to.sagas.put(saga.sagaId(), saga));
    }

    @Override
    public void forget(String sagaId) {
        writes.add(to -> to.sagas.remove(sagaId));
    }

    @Override
    public void open(OpenAttempt attempt) {
        String key = PartitionState.key(attempt.incarnation(), attempt.intentId());
        writes.add(to -> to.attempts.put(key, attempt));
    }

    @Override
    public void settle(String incarnation, String intentId) {
        String key = PartitionState.key(incarnation, intentId);
        writes.add(to -> to.attempts.remove(key));
    }

    @Override
    public void queue(QueuedAttempt attempt) {
        writes.add(to -> to.queued.add(attempt));
    }

    @Override
    public void leave(QueuedAttempt attempt) {
        writes.add(to -> to.queued.remove(attempt));
    }

    @Override
    public void set(Timer timer) {
        writes.add(to -> to.timers.add(timer));
    }

    @Override
    public void cancel(Timer timer) {
        writes.add(to -> to.timers.remove(timer));
    }

    @Override
    public void defer(String sagaId) {
        writes.add(to -> to.deferred.add(sagaId));
    }

    @Override
    public void undefer(String sagaId) {
        writes.add(to -> to.deferred.remove(sagaId));
    }

    @Override
    public void closed(String incarnation, long nextIntentOffset) {
        writes.add(to -> to.closed.put(incarnation, nextIntentOffset));
    }

    @Override
    public void forgetClosed(String incarnation) {
        writes.add(to -> to.closed.remove(incarnation));
    }

    @Override
    public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
        for (int place = 0; place < events.size(); place++) {
            long sequence = firstSequence == 0 ? 0 : firstSequence + place;
            journal.add(new Transaction.Line(sagaId, sequence, events.get(place), at));
        }
    }

    @Override
    public void publish(List<Output> told) {
        outputs.addAll(told);
    }

    @Override
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    @Override
    public void apply() {
        for (Consumer<PartitionState> write : writes) {
            write.accept(state);
        }
        transaction.add(writes, journal, outputs);
        afterwards.forEach(Runnable::run);
    }

    /** Applies a catalog beside what else is changed. */
    void catalog(Consumer<PartitionState> applied) {
        writes.add(applied);
    }
}
