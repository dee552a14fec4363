package io.sluice.saga.machine;

import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * How long a provider is waited for. A rollback has no deadline, so it waits only so long for work that never ends, for
 * attempts that are never sent, and for a provider that wants to be left alone.
 */
final class Patience {

    private Patience() {}

    static boolean isOver(Draft draft, EffectRef ref) {
        Progress progress = draft.effect(ref).progress();
        Instant since = progress.stuckSince();
        boolean isNeeded = ref.direction() == Direction.COMPENSATION || progress.doubt() || progress.accepted();
        return draft.saga().status() == SagaStatus.COMPENSATING
                && isNeeded
                && since != null
                && !draft.now().isBefore(since.plus(draft.limits().sagaTimeout()));
    }

    static void escalate(Draft draft, EffectRef ref, String reason, String explanation) {
        String since = "since " + draft.effect(ref).progress().stuckSince() + ": ";
        draft.add(new SagaEvent.EffectEscalated(ref, reason, since + explanation));
    }

    /** The part of what the provider asked for that it gets: it holds nothing up beyond a deadline, nor a rollback for ever. */
    static Duration granted(Draft draft, EffectRef ref, long retryAfterMs) {
        Duration asked = Duration.ofMillis(retryAfterMs);
        Duration left = Duration.between(draft.now(), end(draft, ref));
        return asked.compareTo(left) > 0 ? left : asked;
    }

    /** The next deadline, while one is to come that still ends something. */
    private static Instant end(Draft draft, EffectRef ref) {
        Saga saga = draft.saga();
        Instant since = draft.effect(ref).progress().stuckSince();
        Instant endless =
                (since == null ? draft.now() : since).plus(draft.limits().sagaTimeout());
        Instant ofStep =
                ref.direction() == Direction.FORWARD ? draft.step(ref.step()).deadline() : null;
        return saga.status() == SagaStatus.COMPENSATING
                ? endless
                : Stream.concat(Stream.of(saga.deadline()), Stream.ofNullable(ofStep))
                        .filter(deadline -> deadline.isAfter(draft.now()))
                        .min(Instant::compareTo)
                        .orElse(endless);
    }
}
