package io.sluice.sandbox.simulation.world;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where one partition is kept whatever becomes of its owners: its topics, its committed state, and who may write it. */
public final class Home {

    private final World world;
    private final int number;
    private final List<TopicLog> topics = new ArrayList<>();
    private final PartitionState committed = new PartitionState(CatalogSnapshot.empty());
    private final int[] positions = new int[Inbound.TOPICS];
    private @Nullable Life owner;
    private int lives;

    Home(World world, int number) {
        this.world = world;
        this.number = number;
        for (int topic = 0; topic < Inbound.TOPICS; topic++) {
            topics.add(new TopicLog());
        }
    }

    /** The partition's number. */
    public int number() {
        return number;
    }

    /** What is committed. */
    public PartitionState committed() {
        return committed;
    }

    /** How many records of a topic nobody has dealt with for good yet. */
    public int unread(int topic) {
        return topics.get(topic).size() - positions[topic];
    }

    TopicLog topic(int topic) {
        return topics.get(topic);
    }

    int[] positions() {
        return positions.clone();
    }

    /** Appends what comes from outside. */
    public void append(Inbound record) {
        topics.get(record.topic()).append(record);
        wake();
    }

    void say(OutcomeMessage message) {
        world.witness().said(number, message);
        append(new Inbound.Said(message));
    }

    /** The life whose transactions are taken; null while there is none. */
    @Nullable
    Life owner() {
        return owner;
    }

    /** From here on no other life may commit. */
    void ownedBy(@Nullable Life life) {
        owner = life;
    }

    int nextLife() {
        return lives++;
    }

    /** Makes everything visible that a transaction holds, and the offsets that it has read. */
    void commit(Transaction transaction, int[] read) {
        Set<String> touched = new LinkedHashSet<>();
        for (Transaction.Line line : transaction.journal()) {
            world.witness().journaled(number, line);
            touched.add(line.sagaId());
        }
        for (Consumer<PartitionState> write : transaction.writes()) {
            write.accept(committed);
        }
        for (Output output : transaction.outputs()) {
            if (output instanceof Output.SendIntent send) {
                topics.get(5).append(new Inbound.Permitted(send.intent()));
            }
            world.witness().told(number, output);
        }
        topics.get(5).skip(1);
        System.arraycopy(read, 0, positions, 0, read.length);
        transaction.clear();
        world.witness().committed(this, touched);
        wake();
    }

    /** Nothing of a transaction is ever seen; what it wrote has taken its offsets all the same. */
    void abort(Transaction transaction) {
        long intents = transaction.outputs().stream()
                .filter(output -> output instanceof Output.SendIntent)
                .count();
        topics.get(5).skip(intents + 1);
        transaction.clear();
    }

    private void wake() {
        Life life = owner;
        if (life != null) {
            life.wake();
        }
    }
}
