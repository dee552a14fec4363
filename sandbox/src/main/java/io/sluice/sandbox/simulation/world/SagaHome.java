package io.sluice.sandbox.simulation.world;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Output;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Where one partition of the machine is kept, with its committed state. */
public final class SagaHome extends Home {

    private static final int INTENTS = 5;

    private final PartitionState committed = new PartitionState(CatalogSnapshot.empty());

    SagaHome(World world, int number) {
        super(world, number, Inbound.TOPICS);
    }

    @Override
    Life life(AppProcess process) {
        return new SagaLife(world(), this, process);
    }

    /** What is committed. */
    public PartitionState committed() {
        return committed;
    }

    void say(OutcomeMessage message) {
        world().witness().said(number(), message);
        append(new Inbound.Said(message));
    }

    /** Makes everything visible that a transaction holds, and the offsets that it has read. */
    void commit(Transaction transaction, int[] upTo) {
        Set<String> touched = new LinkedHashSet<>();
        for (Transaction.Line line : transaction.journal()) {
            world().witness().journaled(number(), line);
            touched.add(line.sagaId());
        }
        for (Consumer<PartitionState> write : transaction.writes()) {
            write.accept(committed);
        }
        for (Output output : transaction.outputs()) {
            if (output instanceof Output.SendIntent send) {
                topic(INTENTS).append(new Inbound.Permitted(send.intent()));
            }
            world().witness().told(number(), output);
        }
        for (Output output : transaction.outputs()) {
            if (output instanceof Output.SendClaim send) {
                world().ledger(send.message().key()).append(new Inbound.Claimed(send.message()));
            }
        }
        topic(INTENTS).skip(1);
        read(upTo);
        transaction.clear();
        world().witness().committed(this, touched);
        wake();
    }

    /** Nothing of a transaction is ever seen; what it wrote has taken its offsets all the same. */
    void abort(Transaction transaction) {
        long intents = transaction.outputs().stream()
                .filter(output -> output instanceof Output.SendIntent)
                .count();
        topic(INTENTS).skip(intents + 1);
        transaction.clear();
    }
}
