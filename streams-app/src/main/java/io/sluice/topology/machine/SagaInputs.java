package io.sluice.topology.machine;

import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Evolver;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Results;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.machine.Decider;
import io.sluice.saga.machine.Reactor;
import io.sluice.topology.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts one input through the pure core and gathers everything it changes. */
final class SagaInputs {

    private static final String TOO_LARGE = "too_large";

    /** How soon a timer comes again that was due although nothing was: state and schedule disagree. */
    private static final Duration POSTPONED = Duration.ofSeconds(10);

    private final Map<String, Integer> maxBytes;
    private final MachineStore store;
    private final SagaWriter writer;
    private final Journal journal;
    private final OutputWriter outputs;
    private final TimerQueue timers;

    SagaInputs(
            Topics topics,
            MachineStore store,
            SagaWriter writer,
            Journal journal,
            OutputWriter outputs,
            TimerQueue timers) {
        this.maxBytes = topics.maxBytes();
        this.store = store;
        this.writer = writer;
        this.journal = journal;
        this.outputs = outputs;
        this.timers = timers;
    }

    Changes emptyChanges() {
        return new Changes(maxBytes);
    }

    /**
     * What {@code input} changes.
     *
     * @throws OversizedException when not even its refusal fits
     */
    Changes take(String sagaId, Input input, Context context) {
        Saga saga = store.saga(sagaId);
        try {
            return changes(sagaId, saga, input, Decider.decide(saga, input, context), context);
        } catch (OversizedException e) {
            return changes(sagaId, saga, input, new Decision.Rejected(TOO_LARGE, message(e)), context);
        }
    }

    /** What a due timer changes. */
    Changes due(TimerQueue.Timer timer, Context context) {
        Saga saga = store.saga(timer.sagaId());
        Changes changes = emptyChanges();
        if (saga == null) {
            changes.delete(timer.key());
            return changes;
        }
        if (saga.status().isEnded()) {
            return dueEnded(changes, timer, saga, context.now());
        }
        Decision decision = Decider.decide(saga, new Input.Due(), context);
        if (!(decision instanceof Decision.Accepted accepted)
                || accepted.events().isEmpty()) {
            return postponed(timer, again(saga, context.now()));
        }
        try {
            changes.delete(timer.key());
            Saga after = fold(changes, timer.sagaId(), saga, accepted.events(), context);
            keepDue(changes, after);
            return changes;
        } catch (OversizedException e) {
            return escalated(timer, saga, message(e), context);
        }
    }

    /** What a due timer changes whose saga cannot be dealt with: it comes again later and holds up nobody. */
    Changes postponed(TimerQueue.Timer timer, Instant until) {
        Changes changes = emptyChanges();
        changes.delete(timer.key());
        timers.set(changes, until.toEpochMilli(), timer.sagaId());
        return changes;
    }

    /** When a saga is due again for which nothing could be done at {@code now}. */
    private Instant again(Saga saga, Instant now) {
        Instant due = writer.due(saga).orElse(now);
        return due.isAfter(now) ? due : now.plus(POSTPONED);
    }

    private Changes dueEnded(Changes changes, TimerQueue.Timer timer, Saga saga, Instant now) {
        changes.delete(timer.key());
        Instant due = writer.due(saga).orElse(now);
        if (due.isAfter(now)) {
            timers.set(changes, due.toEpochMilli(), saga.sagaId());
        } else {
            writer.forget(changes, saga);
        }
        return changes;
    }

    private Changes escalated(TimerQueue.Timer timer, Saga saga, String explanation, Context context) {
        Changes changes = postponed(timer, again(saga, context.now()));
        if (!saga.escalated()) {
            fold(changes, saga.sagaId(), saga, List.of(new SagaEvent.SagaEscalated(TOO_LARGE, explanation)), context);
        }
        return changes;
    }

    private Changes changes(String sagaId, @Nullable Saga saga, Input input, Decision decision, Context context) {
        Changes changes = emptyChanges();
        switch (decision) {
            case Decision.Accepted accepted -> fold(changes, sagaId, saga, accepted.events(), context);
            case Decision.Rejected rejected -> reject(changes, sagaId, saga, input, rejected, context);
        }
        return changes;
    }

    private void reject(
            Changes changes,
            String sagaId,
            @Nullable Saga saga,
            Input input,
            Decision.Rejected rejected,
            Context context) {
        if (input instanceof Input.Doubt || input instanceof Input.NotFired) {
            return; // The shell's own questions about intents that were answered in the meantime are no facts.
        }
        SagaEvent event = new SagaEvent.InputRejected(kind(input), input.id(), rejected.reason(), rejected.detail());
        fold(changes, sagaId, saga, List.of(event), context);
        if (input instanceof Input.Propose propose && !isOwnCommand(saga, propose)) {
            outputs.write(
                    changes,
                    List.of(new Output.PublishResult(
                            Results.rejected(propose.command(), sagaId, rejected, context.now()))));
        }
    }

    /** The result of the command that began the saga must not be overwritten by the refusal of a forged twin. */
    private static boolean isOwnCommand(@Nullable Saga saga, Input.Propose propose) {
        return saga != null
                && saga.command().commandId().equals(propose.command().commandId());
    }

    private @Nullable Saga fold(
            Changes changes, String sagaId, @Nullable Saga before, List<SagaEvent> events, Context context) {
        List<Output> all = new ArrayList<>();
        Saga saga = before;
        for (SagaEvent event : events) {
            saga = Evolver.evolve(saga, event, context.now());
            if (saga != null) {
                all.addAll(Reactor.react(saga, event, context));
            }
            journal.append(changes, sagaId, saga == null ? 0 : saga.sequence(), event, context.now());
        }
        if (saga != null && !saga.equals(before)) {
            writer.write(changes, before, saga);
        }
        outputs.write(changes, all);
        return saga;
    }

    /** The timer that fired was deleted; where the saga is due at that same time again, it has to stand again. */
    private void keepDue(Changes changes, @Nullable Saga after) {
        if (after != null) {
            Saga kept = after.status().isEnded() ? after.stub() : after;
            writer.due(kept).ifPresent(due -> timers.set(changes, due.toEpochMilli(), kept.sagaId()));
        }
    }

    private static String kind(Input input) {
        return input.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String message(OversizedException e) {
        return String.valueOf(e.getMessage());
    }
}
