package io.sluice.saga.machine;

import io.sluice.effect.Lane;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Evolver;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision in the making: the events so far and the state they lead to. Lives within one call of {@link Decider}. */
final class Draft {

    /** Far more than one input ever means for one saga. */
    private static final int MAX_EVENTS = 10_000;

    private final Context context;
    private final List<SagaEvent> events = new ArrayList<>();
    private @Nullable Saga saga;
    private @Nullable EffectRef placed;

    Draft(@Nullable Saga saga, Context context) {
        this.saga = saga;
        this.context = context;
    }

    Context context() {
        return context;
    }

    Instant now() {
        return context.now();
    }

    Limits limits() {
        return context.limits();
    }

    /** The saga as it stands after the events so far. */
    Saga saga() {
        if (saga == null) {
            throw new IllegalStateException("no event has started the saga yet");
        }
        return saga;
    }

    Step step(String name) {
        return saga().step(name).orElseThrow(() -> new IllegalStateException("no step '" + name + "' in the saga"));
    }

    Effect effect(EffectRef ref) {
        Effect effect = saga().effect(ref);
        if (effect == null) {
            throw new IllegalStateException("no " + ref + " in the saga");
        }
        return effect;
    }

    /** A place is kept for this effect's attempt. */
    void place(EffectRef ref) {
        placed = ref;
    }

    boolean hasPlace(EffectRef ref, String provider, Lane lane) {
        return ref.equals(placed) || context.places().isFree(provider, lane);
    }

    /**
     * Decides one thing more.
     *
     * @throws IllegalStateException where there is no end to it, so that one saga never holds up the others
     */
    void add(SagaEvent event) {
        if (events.size() == MAX_EVENTS) {
            throw new IllegalStateException("decided " + MAX_EVENTS + " events without coming to rest; the last: "
                    + event.getClass().getSimpleName());
        }
        saga = Evolver.evolve(saga, event, context.now());
        events.add(event);
    }

    /** What was decided; what the saga claims and needs no more is given back with it. */
    Decision accepted() {
        if (saga != null && !saga.claims().isEmpty()) {
            Claiming.release(this);
        }
        return new Decision.Accepted(List.copyOf(events));
    }

    /** The events so far. */
    List<SagaEvent> events() {
        return Collections.unmodifiableList(events);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
