package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.provider.Deed;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.Witness;
import io.sluice.sandbox.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operators: some sagas they undo, most of what is put to a person they see to, and in some worlds they intervene
 * wherever they can. They say the truth: what they resolve is as they have found it at the provider.
 */
public final class Operator implements Witness {

    private static final double UNDOES = 0.1;
    private static final double SEES_TO_IT = 0.7;
    private static final double RESOLVES_EARLY = 0.1;
    private static final double COMPENSATES = 0.05;
    private static final double LIFTS = 0.8;
    private static final double MEDDLESOME_WORLDS = 0.1;
    private static final double MEDDLES = 0.1;
    private static final double NAMES_IT = 0.7;
    private static final double TWICE = 0.15;
    private static final double OF_ANOTHER_TENANT = 0.05;

    private static final long SOON = 30_000;
    private static final long ONCE = Duration.ofHours(1).toMillis();
    private static final EffectRef ANY = EffectRef.forward("step1");
    private static final OperationKind[] OF_EFFECTS = {
        OperationKind.RESOLVE, OperationKind.RETRY, OperationKind.SKIP, OperationKind.COMPENSATE
    };

    /** What may be left out of a schedule about one line of the journal. */
    private static final int REGULAR = 0;

    private static final int MEDDLING = 1;
    private static final int AGAIN = 2;
    private static final int ELSEWHERE = 4;
    private static final int HAPPENINGS = 8;

    private final World world;
    private final ToIntFunction<String> numberOfSaga;
    private final BiFunction<String, EffectRef, Optional<Deed>> truth;
    private final boolean isMeddlesome;

    /**
     * @param truth what was truly done of an effect of a saga
     */
    public Operator(
            World world, ToIntFunction<String> numberOfSaga, BiFunction<String, EffectRef, Optional<Deed>> truth) {
        this.world = world;
        this.numberOfSaga = numberOfSaga;
        this.truth = truth;
        isMeddlesome = world.chance().unit(Draw.MEDDLING, 0, 0) < MEDDLESOME_WORLDS;
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        switch (line.event()) {
            case SagaEvent.SagaStarted started -> undoes(line);
            case SagaEvent.SagaOpened opened -> undoes(line);
            case SagaEvent.CommandDeferred deferred -> undoes(line);
            case SagaEvent.SagaQuarantined quarantined ->
                intervene(line, REGULAR, LIFTS, OperationKind.RETRY, null, ONCE);
            case SagaEvent.EffectEscalated escalated ->
                intervene(line, REGULAR, SEES_TO_IT, remedy(line), escalated.effect(), ONCE);
            case SagaEvent.EffectAmbiguous ambiguous ->
                intervene(line, REGULAR, RESOLVES_EARLY, OperationKind.RESOLVE, ambiguous.effect(), SOON);
            case SagaEvent.EffectCommitted committed -> {
                if (committed.effect().direction() == Direction.FORWARD) {
                    intervene(line, REGULAR, COMPENSATES, OperationKind.COMPENSATE, committed.effect(), ONCE);
                }
            }
            default -> {}
        }
        if (isMeddlesome && line.sequence() > 0) {
            EffectRef about = line.event() instanceof SagaEvent.OfEffect of ? of.effect() : ANY;
            intervene(line, MEDDLING, MEDDLES, OF_EFFECTS[choice(line, OF_EFFECTS.length)], about, SOON);
        }
    }

    private void undoes(Transaction.Line line) {
        OperationKind kind = choice(line, 2) == 0 ? OperationKind.CANCEL : OperationKind.ROLL_BACK;
        intervene(line, REGULAR, isMeddlesome ? 2 * UNDOES : UNDOES, kind, null, SOON);
    }

    private OperationKind remedy(Transaction.Line line) {
        return switch (choice(line, 4)) {
            case 0 -> OperationKind.RETRY;
            case 1 -> OperationKind.SKIP;
            default -> OperationKind.RESOLVE;
        };
    }

    private int choice(Transaction.Line line, int bound) {
        return world.chance().below(bound, Draw.OPERATION_KIND, saga(line), line.sequence());
    }

    private int saga(Transaction.Line line) {
        return numberOfSaga.applyAsInt(line.sagaId());
    }

    private void intervene(
            Transaction.Line line,
            int occasion,
            double probability,
            OperationKind kind,
            @Nullable EffectRef effect,
            long latest) {
        Chance chance = world.chance();
        int saga = saga(line);
        int first = (int) line.sequence() * HAPPENINGS + occasion;
        if (!chance.happens(Happening.Kind.OPERATION, saga, first, probability)) {
            return;
        }
        String id = "op-" + saga + "-" + first;
        boolean isElsewhere = chance.happens(Happening.Kind.OPERATION, saga, first + ELSEWHERE, OF_ANOTHER_TENANT);
        String tenant =
                isElsewhere ? "other" : line.sagaId().substring(0, line.sagaId().indexOf('/'));
        long delay = chance.spread(1, latest, Draw.OPERATION_DELAY, saga, first);
        world.timeline().in(delay, () -> {
            Inbound operated = new Inbound.Operated(operation(id, tenant, line.sagaId(), kind, effect));
            world.home(line.sagaId()).append(operated);
            if (chance.happens(Happening.Kind.OPERATION, saga, first + AGAIN, TWICE)) {
                long later = chance.spread(1, latest, Draw.OPERATION_DELAY, saga, first + AGAIN);
                world.timeline().in(later, () -> world.home(line.sagaId()).append(operated));
            }
        });
    }

    private Operation operation(
            String id, String tenant, String sagaId, OperationKind kind, @Nullable EffectRef effect) {
        Resolution resolution = null;
        String reference = null;
        if (kind == OperationKind.RESOLVE && effect != null) {
            Optional<Deed> deed = truth.apply(sagaId, effect);
            resolution = deed.isPresent() ? Resolution.COMMITTED : Resolution.NOT_COMMITTED;
            boolean isNamed = world.chance().unit(Draw.OPERATION_KIND, 0, id.hashCode()) < NAMES_IT;
            reference = isNamed ? deed.map(Deed::reference).orElse(null) : null;
        }
        Instant now = Instant.ofEpochMilli(WallClock.EPOCH + world.timeline().now());
        return new Operation(id, kind, tenant, sagaId, effect, resolution, reference, "operator", "because", now);
    }
}
