package io.sluice.saga.machine;

import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Instant;

/** A rollback has no deadline, so it waits only so long for work that never ends and for attempts that are never sent. */
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
}
