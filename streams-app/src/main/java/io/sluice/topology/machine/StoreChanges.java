package io.sluice.topology.machine;

import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.topology.serde.Codecs;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Changes of a partition, as bytes in one {@link Batch}. */
final class StoreChanges implements Changes {

    private static final byte[] NOTHING = {};

    private final Batch batch;
    private final Codecs codecs;
    private final Journal journal;
    private final OutputWriter outputs;
    private final Escalations escalations;
    private final Consumer<Batch> apply;

    StoreChanges(
            Batch batch,
            Codecs codecs,
            Journal journal,
            OutputWriter outputs,
            Escalations escalations,
            Consumer<Batch> apply) {
        this.batch = batch;
        this.codecs = codecs;
        this.journal = journal;
        this.outputs = outputs;
        this.escalations = escalations;
        this.apply = apply;
    }

    Batch batch() {
        return batch;
    }

    @Override
    public void put(Saga saga) {
        batch.put(StoreKeys.saga(saga.sagaId()), codecs.saga().toBytes(saga));
    }

    @Override
    public void forget(String sagaId) {
        batch.delete(StoreKeys.saga(sagaId));
    }

    @Override
    public void open(OpenAttempt attempt) {
        batch.put(
                StoreKeys.openAttempt(attempt.incarnation(), attempt.intentId()),
                codecs.openAttempt().toBytes(attempt));
    }

    @Override
    public void settle(String incarnation, String intentId) {
        batch.delete(StoreKeys.openAttempt(incarnation, intentId));
    }

    @Override
    public void queue(QueuedAttempt attempt) {
        batch.put(StoreKeys.queued(attempt), codecs.queuedAttempt().toBytes(attempt));
    }

    @Override
    public void leave(QueuedAttempt attempt) {
        batch.delete(StoreKeys.queued(attempt));
    }

    @Override
    public void set(Timer timer) {
        batch.put(StoreKeys.timer(timer), NOTHING);
    }

    @Override
    public void cancel(Timer timer) {
        batch.delete(StoreKeys.timer(timer));
    }

    @Override
    public void defer(String sagaId) {
        batch.put(StoreKeys.deferred(sagaId), NOTHING);
    }

    @Override
    public void undefer(String sagaId) {
        batch.delete(StoreKeys.deferred(sagaId));
    }

    @Override
    public void closed(String incarnation, long nextIntentOffset) {
        batch.put(StoreKeys.closedIncarnation(incarnation), StoreKeys.longBytes(nextIntentOffset));
    }

    @Override
    public void forgetClosed(String incarnation) {
        batch.delete(StoreKeys.closedIncarnation(incarnation));
    }

    @Override
    public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
        journal.append(batch, sagaId, firstSequence, events, at);
        events.stream()
                .map(Escalations::reason)
                .filter(Objects::nonNull)
                .forEach(reason -> batch.afterwards(() -> escalations.count(reason)));
    }

    @Override
    public void publish(List<Output> told) {
        outputs.write(batch, told);
    }

    @Override
    public void afterwards(Runnable action) {
        batch.afterwards(action);
    }

    @Override
    public void apply() {
        apply.accept(batch);
    }
}
