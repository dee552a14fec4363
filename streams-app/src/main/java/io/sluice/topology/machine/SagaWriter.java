package io.sluice.topology.machine;

import io.sluice.saga.Attempt;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.machine.Schedule;
import io.sluice.topology.serde.Codecs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a saga and what is derived from it: its timer, its open attempts, and whether it waits for a catalog. An ended
 * saga is kept as a stub until the dedup window is over.
 */
final class SagaWriter {

    private final Codecs codecs;
    private final TimerQueue timers;
    private final Limits limits;
    private int openAttempts;

    /**
     * @param openAttempts how many attempts without an outcome the store holds
     */
    SagaWriter(Codecs codecs, TimerQueue timers, Limits limits, int openAttempts) {
        this.openAttempts = openAttempts;
        this.codecs = codecs;
        this.timers = timers;
        this.limits = limits;
    }

    void write(Changes changes, @Nullable Saga before, Saga after) {
        Saga kept = after.status().isEnded() ? after.stub() : after;
        changes.put(StoreKeys.saga(kept.sagaId()), codecs.saga().toBytes(kept));
        moveTimer(changes, before, kept);
        moveAttempts(changes, before, kept);
        if (kept.isDeferred()) {
            changes.put(StoreKeys.deferred(kept.sagaId()), new byte[0]);
        } else if (before != null && before.isDeferred()) {
            changes.delete(StoreKeys.deferred(kept.sagaId()));
        }
    }

    /** When the machine must look at the saga again: for an ended one that is when it may be forgotten. */
    Optional<Instant> due(Saga saga) {
        return saga.status().isEnded()
                ? Optional.of(saga.updatedAt().plus(limits.dedupWindow()))
                : Schedule.nextDue(saga);
    }

    /** Forgets an ended saga. */
    void forget(Changes changes, Saga saga) {
        changes.delete(StoreKeys.saga(saga.sagaId()));
        due(saga).ifPresent(due -> timers.cancel(changes, due.toEpochMilli(), saga.sagaId()));
    }

    private void moveTimer(Changes changes, @Nullable Saga before, Saga after) {
        Optional<Instant> old = before == null ? Optional.empty() : due(before);
        Optional<Instant> next = due(after);
        if (old.isPresent() && !old.equals(next)) {
            timers.cancel(changes, old.get().toEpochMilli(), after.sagaId());
        }
        if (next.isPresent() && !old.equals(next)) {
            timers.set(changes, next.get().toEpochMilli(), after.sagaId());
        }
    }

    /** How many attempts of this partition have no outcome. */
    int openAttempts() {
        return openAttempts;
    }

    private void moveAttempts(Changes changes, @Nullable Saga before, Saga after) {
        List<Attempt> old = before == null ? List.of() : before.openAttempts();
        List<Attempt> next = after.openAttempts();
        for (Attempt attempt : old) {
            if (!next.contains(attempt)) {
                changes.delete(StoreKeys.openAttempt(attempt.incarnation(), attempt.intentId()));
                changes.afterwards(() -> openAttempts--);
            }
        }
        for (Attempt attempt : next) {
            if (!old.contains(attempt)) {
                changes.put(
                        StoreKeys.openAttempt(attempt.incarnation(), attempt.intentId()),
                        MachineStore.attemptValue(after.sagaId(), MachineStore.OFFSET_UNKNOWN));
                changes.afterwards(() -> openAttempts++);
            }
        }
    }
}
