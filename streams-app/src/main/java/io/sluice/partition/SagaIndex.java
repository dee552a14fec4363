package io.sluice.partition;

import io.sluice.saga.Attempt;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import io.sluice.saga.Step;
import io.sluice.saga.Waiting;
import io.sluice.saga.machine.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a saga and what is derived from it: its timer, its attempts under way and in wait, and whether it waits for a catalog. An ended
 * saga is kept as a stub until the dedup window is over.
 */
final class SagaIndex {

    private final TimerQueue timers;
    private final Limits limits;
    private final Windows windows;

    SagaIndex(TimerQueue timers, Limits limits, Windows windows) {
        this.timers = timers;
        this.limits = limits;
        this.windows = windows;
    }

    void write(Changes changes, @Nullable Saga before, Saga after) {
        Saga kept = after.status().isEnded() ? after.stub() : after;
        changes.put(kept);
        moveTimer(changes, before, kept);
        moveAttempts(changes, before, kept);
        moveQueued(changes, before, kept);
        if (kept.isDeferred()) {
            changes.defer(kept.sagaId());
        } else if (before != null && before.isDeferred()) {
            changes.undefer(kept.sagaId());
        }
    }

    /** When the saga must be looked at again: an ended one when it may be forgotten. */
    Optional<Timer> due(Saga saga) {
        Optional<Instant> due = saga.status().isEnded() ? Optional.of(forgotten(saga)) : Schedule.nextDue(saga);
        return due.map(time -> at(time, saga.sagaId()));
    }

    /** Not before its command is too old to be taken again, though that may have been made a little in the future. */
    private Instant forgotten(Saga saga) {
        return saga.updatedAt()
                .plus(limits.dedupWindow())
                .plus(limits.commandSkew())
                .plus(limits.clockMargin());
    }

    static Timer at(Instant due, String sagaId) {
        return new Timer(Math.max(0, due.toEpochMilli()), sagaId);
    }

    private void moveTimer(Changes changes, @Nullable Saga before, Saga after) {
        Optional<Timer> old = before == null ? Optional.empty() : due(before);
        Optional<Timer> next = due(after);
        if (!old.equals(next)) {
            old.ifPresent(changes::cancel);
            next.ifPresent(timer -> timers.set(changes, timer));
        }
    }

    private void moveAttempts(Changes changes, @Nullable Saga before, Saga after) {
        List<Attempt> old = before == null ? List.of() : underWay(before);
        List<Attempt> next = underWay(after);
        for (Attempt attempt : old) {
            if (!next.contains(attempt)) {
                changes.settle(attempt.incarnation(), attempt.intentId());
                changes.afterwards(() -> windows.ended(attempt.provider(), attempt.lane()));
            }
        }
        for (Attempt attempt : next) {
            if (!old.contains(attempt)) {
                changes.open(new OpenAttempt(
                        attempt.incarnation(),
                        attempt.intentId(),
                        after.sagaId(),
                        attempt.provider(),
                        attempt.lane(),
                        OpenAttempt.OFFSET_UNKNOWN));
                changes.afterwards(
                        () -> windows.started(attempt.provider(), attempt.lane(), SagaIds.tenantOf(after.sagaId())));
            }
        }
    }

    private void moveQueued(Changes changes, @Nullable Saga before, Saga after) {
        List<QueuedAttempt> asked = before == null ? List.of() : asking(before);
        List<QueuedAttempt> asks = asking(after);
        for (QueuedAttempt attempt : asks) {
            if (!asked.contains(attempt)) {
                changes.afterwards(() -> windows.asks(attempt));
            }
        }
        List<QueuedAttempt> old = before == null ? List.of() : queued(before);
        List<QueuedAttempt> next = queued(after);
        for (QueuedAttempt attempt : old) {
            if (!next.contains(attempt)) {
                changes.leave(attempt);
                changes.afterwards(() -> windows.left(attempt));
            }
        }
        for (QueuedAttempt attempt : next) {
            if (!old.contains(attempt)) {
                changes.queue(attempt);
                changes.afterwards(() -> windows.queued(attempt));
            }
        }
        for (QueuedAttempt attempt : asked) {
            if (!asks.contains(attempt)) {
                boolean isUnheard = after.awaitsClaim(attempt.effect());
                changes.afterwards(() -> windows.asked(attempt, isUnheard));
            }
        }
    }

    /** The attempts of a saga that hold a place; one that the machine leaves alone keeps none from the others. */
    private static List<Attempt> underWay(Saga saga) {
        return saga.quarantine() == null ? saga.openAttempts() : List.of();
    }

    /** The attempts of a saga that wait for a place and would take it; one that the machine leaves alone wants none. */
    private static List<QueuedAttempt> queued(Saga saga) {
        return waiting(saga, ref -> !saga.awaitsClaim(ref));
    }

    /** The attempts of a saga that gave a place up to ask for a version, and are to have one when they are told. */
    private static List<QueuedAttempt> asking(Saga saga) {
        return waiting(saga, ref -> saga.asksForVersion(ref));
    }

    private static List<QueuedAttempt> waiting(Saga saga, Predicate<EffectRef> isMeant) {
        List<QueuedAttempt> found = new ArrayList<>();
        if (saga.quarantine() != null) {
            return found;
        }
        for (Step step : saga.steps()) {
            for (Direction direction : Direction.values()) {
                EffectRef ref = new EffectRef(step.name(), direction);
                Effect effect = step.effect(direction);
                Waiting waiting = effect == null ? null : effect.progress().waiting();
                if (effect != null && waiting != null && isMeant.test(ref)) {
                    found.add(new QueuedAttempt(
                            waiting.provider(),
                            waiting.lane(),
                            effect.asksInItsTurn(),
                            waiting.since(),
                            saga.sagaId(),
                            ref));
                }
            }
        }
        return found;
    }
}
