package io.sluice.partition;

import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The machine of production, which throws on some inputs while it is broken. */
final class BreakableMachine implements Machine {

    boolean isBroken;
    private final Predicate<Input> breaksOn;

    BreakableMachine(Predicate<Input> breaksOn) {
        this.breaksOn = breaksOn;
    }

    @Override
    public Decision decide(@Nullable Saga saga, Input input, Context context) {
        if (isBroken && breaksOn.test(input)) {
            throw new IllegalStateException("a bug, as the test says");
        }
        return Machine.CORE.decide(saga, input, context);
    }

    @Override
    public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
        return Machine.CORE.evolve(saga, event, at);
    }

    @Override
    public List<Output> react(Saga saga, SagaEvent event, Context context) {
        return Machine.CORE.react(saga, event, context);
    }
}
