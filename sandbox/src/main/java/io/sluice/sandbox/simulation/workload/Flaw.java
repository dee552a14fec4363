package io.sluice.sandbox.simulation.workload;

import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A machine that throws on one saga from some event of it on, until somebody has mended it, or for ever. */
public final class Flaw implements Machine {

    private static final double FLAWED_WORLDS = 0.1;
    private static final double MENDED = 0.8;
    private static final int LATEST_EVENT = 25;
    private static final long LONGEST = Duration.ofMinutes(10).toMillis();
    private static final int NO_SAGA = -2;

    private final Machine sound;
    private final ToIntFunction<String> numberOfSaga;
    private final int flawed;
    private final long firstEvent;
    private final boolean isOnlyForAnswers;
    private final @Nullable Instant mendedAt;

    /**
     * @param sound the machine that is otherwise asked
     */
    public Flaw(Machine sound, Chance chance, ToIntFunction<String> numberOfSaga) {
        this.sound = sound;
        this.numberOfSaga = numberOfSaga;
        int[] sagas = IntStream.concat(IntStream.concat(Proposer.numbers(), Assistant.numbers()), Rivals.numbers())
                .toArray();
        flawed = chance.strikes(Happening.Kind.FLAW, 0, 0, FLAWED_WORLDS)
                ? sagas[chance.below(sagas.length, Draw.FLAW, 0, 0)]
                : NO_SAGA;
        firstEvent = chance.spread(0, LATEST_EVENT, Draw.FLAW, 0, 1);
        isOnlyForAnswers = chance.unit(Draw.FLAW, 0, 2) < 0.5;
        mendedAt = chance.unit(Draw.FLAW, 0, 3) < MENDED
                ? Instant.ofEpochMilli(WallClock.EPOCH + chance.spread(100, LONGEST, Draw.FLAW, 0, 4))
                : null;
    }

    /** Whether the machine may throw on this saga. */
    public boolean isAbout(String sagaId) {
        return numberOfSaga.applyAsInt(sagaId) == flawed;
    }

    @Override
    public Decision decide(@Nullable Saga saga, Input input, Context context) {
        boolean isMended = mendedAt != null && !context.now().isBefore(mendedAt);
        boolean isMet = input instanceof Input.Answer || !isOnlyForAnswers;
        if (isMet && !isMended && isReached(saga, input)) {
            throw new IllegalStateException("the simulated flaw");
        }
        return sound.decide(saga, input, context);
    }

    private boolean isReached(@Nullable Saga saga, Input input) {
        if (saga != null) {
            return saga.quarantine() == null && saga.sequence() >= firstEvent && isAbout(saga.sagaId());
        }
        return firstEvent == 0 && input instanceof Input.Propose propose && isAbout(SagaIds.of(propose.command()));
    }

    @Override
    public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
        return sound.evolve(saga, event, at);
    }

    @Override
    public List<Output> react(Saga saga, SagaEvent event, Context context) {
        return sound.react(saga, event, context);
    }
}
