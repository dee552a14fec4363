package io.sluice.partition;

import io.sluice.saga.Context;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where events lead a saga, and what the outside is told of them. Complete before anything is written. */
record Transition(@Nullable Saga before, @Nullable Saga after, List<SagaEvent> events, List<Output> outputs) {

    static Transition of(Machine machine, @Nullable Saga before, List<SagaEvent> events, Context context) {
        List<Output> outputs = new ArrayList<>();
        Saga saga = before;
        for (SagaEvent event : events) {
            saga = machine.evolve(saga, event, context.now());
            if (saga != null) {
                outputs.addAll(machine.react(saga, event, context));
            }
        }
        return new Transition(before, saga, events, outputs);
    }

    /** The place of the first event in the saga's history; 0 where there is no saga. */
    long firstSequence() {
        return after == null ? 0 : after.sequence() - events.size() + 1;
    }

    Transition telling(Output more) {
        List<Output> all = new ArrayList<>(outputs);
        all.add(more);
        return new Transition(before, after, events, all);
    }
}
