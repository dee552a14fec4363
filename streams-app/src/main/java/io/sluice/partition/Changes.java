package io.sluice.partition;

import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.List;

/**
 * Everything one input changes: gathered first, applied as a whole or not at all. What is gathered has been found to fit;
 * every method that adds something throws {@link TooLargeException} where it does not.
 */
public interface Changes {

    void put(Saga saga);

    void forget(String sagaId);

    void open(OpenAttempt attempt);

    void settle(String incarnation, String intentId);

    /** The attempt waits for a place. */
    void queue(QueuedAttempt attempt);

    void leave(QueuedAttempt attempt);

    void set(Timer timer);

    void cancel(Timer timer);

    /** The saga waits for a catalog. */
    void defer(String sagaId);

    void undefer(String sagaId);

    /** The incarnation called nothing at or beyond {@code nextIntentOffset}. */
    void closed(String incarnation, long nextIntentOffset);

    void forgetClosed(String incarnation);

    /**
     * Appends to the journal what happened to one saga.
     *
     * @param firstSequence of the first of the events within its saga, the others follow it; 0 where there is no saga yet
     */
    void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at);

    /** Tells the outside. Of one side effect or one command only the last word is told. */
    void publish(List<Output> outputs);

    /** Runs {@code action} once everything is applied: what is kept in memory follows the store. */
    void afterwards(Runnable action);

    void apply();
}
