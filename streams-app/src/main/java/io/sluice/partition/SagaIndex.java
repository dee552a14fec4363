package io.sluice.partition;

import io.sluice.saga.Attempt;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.machine.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a saga and what is derived from it: its timer, its open attempts, and whether it waits for a catalog. An ended
 * saga is kept as a stub until the dedup window is over.
 */
final class SagaIndex {

    private final TimerQueue timers;
    private final Limits limits;
    private int openAttempts;

    /**
     * @param openAttempts how many attempts without an outcome the store holds
     */
    SagaIndex(TimerQueue timers, Limits limits, int openAttempts) {
        this.timers = timers;
        this.limits = limits;
        this.openAttempts = openAttempts;
    }

    /** How many attempts of this partition have no outcome. */
    int openAttempts() {
        return openAttempts;
    }

    void write(Changes changes, @Nullable Saga before, Saga after) {
        Saga kept = after.status().isEnded() ? after.stub() : after;
        changes.put(kept);
        moveTimer(changes, before, kept);
        moveAttempts(changes, before, kept);
        if (kept.isDeferred()) {
            changes.defer(kept.sagaId());
        } else if (before != null && before.isDeferred()) {
            changes.undefer(kept.sagaId());
        }
    }

    /** When the saga must be looked at again: an ended one when it may be forgotten. */
    Optional<Timer> due(Saga saga) {
        Optional<Instant> due = saga.status().isEnded()
                ? Optional.of(saga.updatedAt().plus(limits.dedupWindow()))
                : Schedule.nextDue(saga);
        return due.map(time -> at(time, saga.sagaId()));
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
        List<Attempt> old = before == null ? List.of() : before.openAttempts();
        List<Attempt> next = after.openAttempts();
        for (Attempt attempt : old) {
            if (!next.contains(attempt)) {
                changes.settle(attempt.incarnation(), attempt.intentId());
                changes.afterwards(() -> openAttempts--);
            }
        }
        for (Attempt attempt : next) {
            if (!old.contains(attempt)) {
                changes.open(new OpenAttempt(
                        attempt.incarnation(), attempt.intentId(), after.sagaId(), OpenAttempt.OFFSET_UNKNOWN));
                changes.afterwards(() -> openAttempts++);
            }
        }
    }
}
