package io.sluice.partition;

import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Context;
import io.sluice.saga.Places;
import io.sluice.saga.Input;
import io.sluice.saga.Places;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of one partition of the machine, from the moment it is taken over to its close. Each call applies what it
 * changes as a whole, or throws before anything is changed.
 *
 * <p>Used by one thread.
 */
public final class Partition {

    private static final Logger log = LoggerFactory.getLogger(Partition.class);

    /** How long a timer waits whose saga made the machine fail. */
    private static final Duration FAILED_TIMER = Duration.ofMinutes(1);

    private final PartitionStore store;
    private final Sink sink;
    private final Surroundings surroundings;
    private final LongConsumer alarm;
    private final TimerQueue timers;
    private final SagaIndex index;
    private final SagaInputs inputs;
    private final Restart restart;

    /**
     * Takes over what {@code store} holds.
     *
     * @param incarnation names this life, as no other life of any partition
     * @param alarm told when {@link #fireTimers} is wanted next, in milliseconds since 1970; not before this life is open
     */
    public Partition(
            PartitionStore store, Sink sink, Surroundings surroundings, String incarnation, LongConsumer alarm) {
        this.store = store;
        this.sink = sink;
        this.surroundings = surroundings;
        this.alarm = alarm;
        timers = new TimerQueue(store, this::wakeAt);
        index = new SagaIndex(
                timers, surroundings.limits(), store.openAttempts().size());
        inputs = new SagaInputs(store, index, timers);
        restart = new Restart(store, incarnation);
    }

    /** How many attempts have no outcome. */
    public int openAttempts() {
        return index.openAttempts();
    }

    /**
     * Takes what happened to one saga.
     *
     * @throws TooLargeException when not even its refusal fits
     * @throws SagaFailureException when the core fails on this saga
     */
    public void take(String sagaId, Input input) {
        inputs.take(sagaId, input, now()).apply();
    }

    /** Takes what the sink of this life or of an earlier one has said. */
    public void outcome(OutcomeMessage message) {
        switch (message) {
            case OutcomeMessage.Answered answered ->
                take(answered.outcome().sagaId(), new Input.Answer(answered.outcome()));
            case OutcomeMessage.TaskClosed closed -> {
                Changes changes = store.changes();
                restart.closed(changes, closed.incarnation(), closed.nextIntentOffset());
                changes.apply();
            }
            case OutcomeMessage.TaskOpened opened -> {
                if (opened.incarnation().equals(restart.incarnation())) {
                    open();
                }
            }
        }
    }

    /** Takes an intent that was read back, so that it is in the log whatever becomes of this life. */
    public void intent(Intent intent, long offset) {
        if (restart.mayCall(intent, offset)) {
            sink.offer(intent);
        } else if (restart.isOwn(intent)) {
            log.debug("intent {} is not open any more, or was read before", intent.intentId());
        } else if (restart.isOpened()) {
            restart.question(intent, offset).ifPresent(question -> take(question.sagaId(), question.input()));
        } else {
            Changes changes = store.changes();
            restart.note(changes, intent, offset);
            changes.apply();
        }
    }

    /** Wakes every saga that waits for a catalog, in the changes that put one in force. */
    public void wakeDeferred(Changes changes) {
        for (String sagaId : store.deferred()) {
            timers.set(changes, SagaIndex.at(surroundings.clock().instant(), sagaId));
        }
    }

    /**
     * Fires due timers.
     *
     * @param budget how long it may hold up what else waits
     */
    public void fireTimers(Duration budget) {
        Instant end = surroundings.clock().instant().plus(budget);
        List<Timer> due = timers.due(surroundings.clock().millis());
        while (!due.isEmpty() && !surroundings.clock().instant().isAfter(end)) {
            for (Timer timer : due) {
                timers.done(timer);
                fire(timer);
            }
            due = timers.due(surroundings.clock().millis());
        }
        timers.next().ifPresent(this::wakeAt);
    }

    /** Ends this life in order. */
    public void close() {
        sink.close(restart.nextIntentOffset());
    }

    /** All that earlier lives had to say has been read: settles what they left open, and lets timers fire. */
    private void open() {
        List<Restart.Question> questions = restart.open();
        log.info("life {}: open, {} attempts of earlier lives to settle", restart.incarnation(), questions.size());
        for (Restart.Question question : questions) {
            settle(question);
        }
        Changes changes = store.changes();
        restart.tidy(changes);
        changes.apply();
        timers.next().ifPresent(this::wakeAt);
    }

    private void settle(Restart.Question question) {
        Changes changes;
        try {
            changes = inputs.take(question.sagaId(), question.input(), now());
        } catch (SagaFailureException e) {
            log.error(
                    "attempt {} could not be settled; its deadline will",
                    question.input().id(),
                    e);
            return;
        }
        changes.apply();
    }

    private void fire(Timer timer) {
        Context now = now();
        Changes changes;
        try {
            changes = inputs.due(timer, now);
        } catch (SagaFailureException e) {
            log.error("saga {} was due and broke the machine", timer.sagaId(), e);
            changes = inputs.postponed(timer, now.now().plus(FAILED_TIMER));
        }
        changes.apply();
    }

    private void wakeAt(long dueMillis) {
        if (restart.isOpened()) {
            alarm.accept(dueMillis);
        }
    }

    private Context now() {
        Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return new Context(
                now,
                surroundings.catalog().get(),
                surroundings.policy(),
                surroundings.limits(),
                Places.UNBOUNDED,
                restart.incarnation(),
                surroundings.jitter().getAsDouble());
    }
}
