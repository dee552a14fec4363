package io.sluice.sandbox.simulation.planted;

import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real machine, of which a bug changes a part. */
abstract class OtherMachine implements Machine {

    @Override
    public Decision decide(@Nullable Saga saga, Input input, Context context) {
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
