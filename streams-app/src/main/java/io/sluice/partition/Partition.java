package io.sluice.partition;

import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Context;
import io.sluice.saga.Input;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
    private final Windows windows;
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
        windows = new Windows(
                store, surroundings.limits().window(), surroundings.limits().maxWaiting());
        inputs = new SagaInputs(
                surroundings.machine(), store, new SagaIndex(timers, surroundings.limits(), windows), timers);
        restart = new Restart(store, incarnation);
    }

    /** How many attempts have no outcome. */
    public int openAttempts() {
        return windows.underWay();
    }

    /**
     * Takes what happened to one saga.
     *
     * @throws TooLargeException when not even its refusal fits
     * @throws SagaFailureException when the core fails on this saga; where there is one, it is in quarantine now
     */
    public void take(String sagaId, Input input) {
        Context now = now();
        try {
            inputs.take(sagaId, input, now).apply();
        } catch (SagaFailureException e) {
            quarantine(e, now);
            handOutPlaces();
            throw e;
        }
        handOutPlaces();
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
            restart.question(intent, offset).ifPresent(question -> ask(question.sagaId(), question.input()));
            handOutPlaces();
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
            ask(question.sagaId(), question.input());
        }
        Changes changes = store.changes();
        restart.tidy(changes);
        changes.apply();
        handOutPlaces();
        timers.next().ifPresent(this::wakeAt);
    }

    /** Asks a saga what nobody outside has asked, so that no record waits for the answer. */
    private void ask(String sagaId, Input input) {
        Context now = now();
        Changes changes;
        try {
            changes = inputs.take(sagaId, input, now);
        } catch (SagaFailureException e) {
            quarantine(e, now);
            return;
        }
        changes.apply();
    }

    /** Gives places that have become free to the attempts that wait for them. */
    private void handOutPlaces() {
        Optional<QueuedAttempt> next = windows.next();
        while (next.isPresent()) {
            QueuedAttempt first = next.get();
            ask(first.sagaId(), new Input.PlaceFreed(first.effect()));
            if (store.firstQueued(first.provider(), first.lane(), first.tenantId(), first.asks())
                    .equals(next)) {
                dismiss(first);
            }
            next = windows.next();
        }
    }

    /** A saga that neither takes its place nor leaves the queue must not keep it from the others. */
    private void dismiss(QueuedAttempt attempt) {
        log.error("saga {} does not take the place that it waits for: {}", attempt.sagaId(), attempt);
        Changes changes = store.changes();
        changes.leave(attempt);
        changes.afterwards(() -> windows.left(attempt));
        changes.apply();
    }

    private boolean quarantine(SagaFailureException failure, Context now) {
        log.error("a saga broke the machine and is put into quarantine", failure);
        try {
            inputs.quarantine(failure, now).apply();
            return true;
        } catch (SagaFailureException e) {
            log.error("not even the quarantine of saga {} could be recorded", failure.sagaId(), e);
            return false;
        }
    }

    private void fire(Timer timer) {
        Context now = now();
        Changes changes;
        try {
            changes = inputs.due(timer, now);
        } catch (SagaFailureException e) {
            if (!quarantine(e, now)) {
                inputs.postponed(timer, now.now().plus(FAILED_TIMER)).apply();
            }
            handOutPlaces();
            return;
        }
        changes.apply();
        handOutPlaces();
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
                windows,
                restart.incarnation(),
                surroundings.jitter().getAsDouble());
    }
}
