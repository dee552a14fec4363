package io.sluice.sandbox.simulation.planted;

import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.List;

/** What one input changes, of which a bug changes a part. */
class OtherChanges implements Changes {

    private final Changes real;

    OtherChanges(Changes real) {
        this.real = real;
    }

    @Override
    public void put(Saga saga) {
        real.put(saga);
    }

    @Override
    public void forget(String sagaId) {
        real.forget(sagaId);
    }

    @Override
    public void open(OpenAttempt attempt) {
        real.open(attempt);
    }

    @Override
    public void settle(String incarnation, String intentId) {
        real.settle(incarnation, intentId);
    }

    @Override
    public void queue(QueuedAttempt attempt) {
        real.queue(attempt);
    }

    @Override
    public void leave(QueuedAttempt attempt) {
        real.leave(attempt);
    }

    @Override
    public void set(Timer timer) {
        real.set(timer);
    }

    @Override
    public void cancel(Timer timer) {
        real.cancel(timer);
    }

    @Override
    public void defer(String sagaId) {
        real.defer(sagaId);
    }

    @Override
    public void undefer(String sagaId) {
        real.undefer(sagaId);
    }

    @Override
    public void closed(String incarnation, long nextIntentOffset) {
        real.closed(incarnation, nextIntentOffset);
    }

    @Override
    public void forgetClosed(String incarnation) {
        real.forgetClosed(incarnation);
    }

    @Override
    public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
        real.journal(sagaId, firstSequence, events, at);
    }

    @Override
    public void publish(List<Output> outputs) {
        real.publish(outputs);
    }

    @Override
    public void afterwards(Runnable action) {
        real.afterwards(action);
    }

    @Override
    public void apply() {
        real.apply();
    }
}
