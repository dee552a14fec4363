package io.sluice.sandbox.simulation.coverage;

import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the machine what every process that should be gone might ask it: such a one knows a saga as it once was, and may
 * read whatever came in later. And it says again, at every later time, what was said once. What comes of it is fenced or a
 * duplicate; but there has to be a decision.
 */
public final class Hindsight implements Machine {

    private static final int MOST_REMEMBERED = 60;

    private final Machine machine;
    private final Map<String, List<Saga>> states = new HashMap<>();
    private final Map<String, List<Input>> inputs = new HashMap<>();

    public Hindsight(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Decision decide(@Nullable Saga saga, Input input, Context context) {
        if (saga != null) {
            List<Saga> before = states.computeIfAbsent(saga.sagaId(), none -> new ArrayList<>());
            List<Input> heard = inputs.computeIfAbsent(saga.sagaId(), none -> new ArrayList<>());
            heard.forEach(again -> machine.decide(saga, again, context));
            if (isFromOutside(input)) {
                machine.decide(null, input, context);
                before.forEach(state -> machine.decide(state, input, context));
                remember(heard, input);
            }
            remember(before, saga);
        }
        return machine.decide(saga, input, context);
    }

    private static <T> void remember(List<T> all, T next) {
        if (all.size() < MOST_REMEMBERED) {
            all.add(next);
        }
    }

    /** What a partition asks of itself depends on what it knows; the rest is in the log for anybody to read. */
    private static boolean isFromOutside(Input input) {
        return input instanceof Input.Answer || input instanceof Input.Review || input instanceof Input.Operate;
    }

    @Override
    public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
        return machine.evolve(saga, event, at);
    }

    @Override
    public List<Output> react(Saga saga, SagaEvent event, Context context) {
        return machine.react(saga, event, context);
    }
}
