package io.sluice.partition;

import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Results;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts one input through the pure core and gathers everything it changes. */
final class SagaInputs {

    private static final String TOO_LARGE = "too_large";
    private static final String INTERNAL_ERROR = "internal_error";

    private static final int MAX_MESSAGE = 2000;

    /** How soon a timer comes again that was due although nothing was: state and schedule disagree. */
    private static final Duration POSTPONED = Duration.ofSeconds(10);

    private final Machine machine;
    private final PartitionStore store;
    private final SagaIndex index;
    private final TimerQueue timers;

    SagaInputs(Machine machine, PartitionStore store, SagaIndex index, TimerQueue timers) {
        this.machine = machine;
        this.store = store;
        this.index = index;
        this.timers = timers;
    }

    /**
     * What {@code input} changes.
     *
     * @throws TooLargeException when not even its refusal fits
     * @throws SagaFailureException when the core fails on this saga
     */
    Changes take(String sagaId, Input input, Context context) {
        Saga saga = store.saga(sagaId);
        try {
            return written(sagaId, pure(sagaId, () -> transition(sagaId, saga, input, context)), context);
        } catch (TooLargeException e) {
            Decision.Rejected refusal = new Decision.Rejected(TOO_LARGE, message(e));
            return written(sagaId, pure(sagaId, () -> rejection(sagaId, saga, input, refusal, context)), context);
        }
    }

    /**
     * What a due timer changes.
     *
     * @throws SagaFailureException when the core fails on this saga
     */
    Changes due(Timer timer, Context context) {
        Saga saga = store.saga(timer.sagaId());
        Changes changes = store.changes();
        if (saga == null) {
            changes.cancel(timer);
            return changes;
        }
        if (saga.status().isEnded()) {
            return dueEnded(changes, timer, saga, context);
        }
        Transition transition = pure(timer.sagaId(), () -> transition(timer.sagaId(), saga, new Input.Due(), context));
        if (transition.events().isEmpty()) {
            return notDue(changes, timer, saga, context.now());
        }
        try {
            changes.cancel(timer);
            write(changes, timer.sagaId(), transition, context);
            keepDue(changes, transition.after());
            return changes;
        } catch (TooLargeException e) {
            return escalated(timer, saga, message(e), context);
        }
    }

    private Changes notDue(Changes changes, Timer timer, Saga saga, Instant now) {
        if (index.due(saga).isPresent()) {
            return postponed(timer, again(saga, now));
        }
        changes.cancel(timer);
        return changes;
    }

    /** What a due timer changes whose saga cannot be dealt with: it comes again later and holds up nobody. */
    Changes postponed(Timer timer, Instant until) {
        Changes changes = store.changes();
        changes.cancel(timer);
        timers.set(changes, SagaIndex.at(until, timer.sagaId()));
        return changes;
    }

    /** Marks a saga that the core fails on, so that it is left alone and a person looks at it. */
    Changes quarantine(SagaFailureException failure, Context context) {
        Saga saga = store.saga(failure.sagaId());
        List<SagaEvent> events = new ArrayList<>();
        if (saga != null) {
            events.add(new SagaEvent.SagaQuarantined(INTERNAL_ERROR, message(failure)));
            saga.claims().stream()
                    .filter(claim -> !claim.keepsAct(saga))
                    .forEach(claim -> events.add(claim.release(saga)));
        }
        return written(
                failure.sagaId(), pure(failure.sagaId(), () -> Transition.of(machine, saga, events, context)), context);
    }

    /** When a saga is due again for which nothing could be done at {@code now}. */
    private Instant again(Saga saga, Instant now) {
        Optional<Instant> due = index.due(saga).map(timer -> Instant.ofEpochMilli(timer.dueMillis()));
        return due.filter(time -> time.isAfter(now)).orElse(now.plus(POSTPONED));
    }

    /** What a person has yet to look at is not forgotten. */
    private Changes dueEnded(Changes changes, Timer timer, Saga saga, Context context) {
        changes.cancel(timer);
        Optional<Timer> due =
                index.due(saga).filter(next -> next.dueMillis() > context.now().toEpochMilli());
        if (due.isPresent()) {
            timers.set(changes, due.get());
        } else if (saga.escalated()) {
            timers.set(changes, SagaIndex.at(context.now().plus(context.limits().dedupWindow()), saga.sagaId()));
        } else {
            changes.forget(saga.sagaId());
        }
        return changes;
    }

    private Changes escalated(Timer timer, Saga saga, String explanation, Context context) {
        Changes changes = postponed(timer, again(saga, context.now()));
        if (!saga.escalated()) {
            List<SagaEvent> events = List.of(new SagaEvent.SagaEscalated(TOO_LARGE, explanation));
            write(
                    changes,
                    saga.sagaId(),
                    pure(saga.sagaId(), () -> Transition.of(machine, saga, events, context)),
                    context);
        }
        return changes;
    }

    private Transition transition(String sagaId, @Nullable Saga saga, Input input, Context context) {
        return switch (machine.decide(saga, input, context)) {
            case Decision.Accepted accepted ->
                answered(sagaId, Transition.of(machine, saga, accepted.events(), context), input, context);
            case Decision.Rejected rejected -> rejection(sagaId, saga, input, rejected, context);
        };
    }

    /** A dry run is answered also where there is no saga to tell of it. */
    private static Transition answered(String sagaId, Transition transition, Input input, Context context) {
        if (input instanceof Input.Propose propose) {
            for (SagaEvent event : transition.events()) {
                if (event instanceof SagaEvent.DryRunAnswered answered) {
                    return transition.telling(new Output.PublishResult(
                            Results.dryRun(propose.command().tenantId(), sagaId, answered, context.now())));
                }
            }
        }
        return transition;
    }

    private Transition rejection(
            String sagaId, @Nullable Saga saga, Input input, Decision.Rejected rejected, Context context) {
        if (isOwnQuestion(input)) {
            return Transition.of(machine, saga, List.of(), context);
        }
        SagaEvent event = new SagaEvent.InputRejected(kind(input), input.id(), rejected.reason(), rejected.detail());
        Transition transition = Transition.of(machine, saga, List.of(event), context);
        return input instanceof Input.Propose propose && !isOwnCommand(saga, propose)
                ? transition.telling(
                        new Output.PublishResult(Results.rejected(propose.command(), sagaId, rejected, context.now())))
                : transition;
    }

    /** What the partition asks of a saga itself: that there is nothing to it any more is no fact. */
    private static boolean isOwnQuestion(Input input) {
        return input instanceof Input.Doubt
                || input instanceof Input.NotFired
                || input instanceof Input.PlaceFreed
                || input instanceof Input.Due;
    }

    /** The result of a command that was taken must not be overwritten by the refusal of a forged twin. */
    private static boolean isOwnCommand(@Nullable Saga saga, Input.Propose propose) {
        return saga != null && saga.isToldTo(propose.command().commandId());
    }

    /** Tells a failure of the core, which concerns one saga, from one of the store or the log, which ends this life. */
    private static Transition pure(String sagaId, Supplier<Transition> core) {
        try {
            return core.get();
        } catch (RuntimeException e) {
            throw new SagaFailureException(sagaId, e);
        }
    }

    private Changes written(String sagaId, Transition transition, Context context) {
        Changes changes = store.changes();
        write(changes, sagaId, transition, context);
        return changes;
    }

    private void write(Changes changes, String sagaId, Transition transition, Context context) {
        if (!transition.events().isEmpty()) {
            changes.journal(sagaId, transition.firstSequence(), transition.events(), context.now());
        }
        Saga after = transition.after();
        if (after != null && !after.equals(transition.before())) {
            index.write(changes, transition.before(), after);
        }
        changes.publish(transition.outputs());
    }

    /** The timer that fired was cancelled; where the saga is due at that same time again, it has to stand again. */
    private void keepDue(Changes changes, @Nullable Saga after) {
        if (after != null) {
            Saga kept = after.status().isEnded() ? after.stub() : after;
            index.due(kept).ifPresent(due -> timers.set(changes, due));
        }
    }

    private static String kind(Input input) {
        return input.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String message(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    }
}
