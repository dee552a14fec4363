package io.sluice.partition;

import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Evolver;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.machine.Decider;
import io.sluice.saga.machine.Reactor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decisions about single sagas, as a partition asks for them: three pure functions. */
public interface Machine {

    /** The one that decides in production. */
    Machine CORE = new Machine() {
        @Override
        public Decision decide(@Nullable Saga saga, Input input, Context context) {
            return Decider.decide(saga, input, context);
        }

        @Override
        public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
            return Evolver.evolve(saga, event, at);
        }

        @Override
        public List<Output> react(Saga saga, SagaEvent event, Context context) {
            return Reactor.react(saga, event, context);
        }
    };

    /** See {@link Decider#decide}. */
    Decision decide(@Nullable Saga saga, Input input, Context context);

    /** See {@link Evolver#evolve}. */
    @Nullable
    Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at);

    /** See {@link Reactor#react}. */
    List<Output> react(Saga saga, SagaEvent event, Context context);
}
