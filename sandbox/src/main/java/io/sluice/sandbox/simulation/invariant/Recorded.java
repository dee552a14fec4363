package io.sluice.sandbox.simulation.invariant;

import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event of the committed journal, between the states that the fold has before and after it. */
record Recorded(
        String sagaId,
        @Nullable Saga before,
        SagaEvent event,
        @Nullable Saga after,
        Instant at) {

    Saga saga() {
        if (after == null) {
            throw new IllegalStateException("no saga after " + event);
        }
        return after;
    }
}
