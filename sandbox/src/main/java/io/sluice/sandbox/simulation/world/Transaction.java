package io.sluice.sandbox.simulation.world;

import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a life has written since its last commit. It becomes visible as a whole, or never. */
public final class Transaction {

    private final List<Consumer<PartitionState>> writes = new ArrayList<>();
    private final List<Line> journal = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private boolean read;

    /** One line of the journal. */
    public record Line(String sagaId, long sequence, SagaEvent event, Instant at) {}

    void add(List<Consumer<PartitionState>> written, List<Line> lines, List<Output> told) {
        writes.addAll(written);
        journal.addAll(lines);
        outputs.addAll(told);
    }

    /** Something was read, so that there are offsets to commit. */
    void advanced() {
        read = true;
    }

    boolean isEmpty() {
        return !read && writes.isEmpty() && journal.isEmpty() && outputs.isEmpty();
    }

    List<Consumer<PartitionState>> writes() {
        return writes;
    }

    /** What it adds to the journal. */
    public List<Line> journal() {
        return journal;
    }

    /** What it tells the outside. */
    public List<Output> outputs() {
        return outputs;
    }

    void clear() {
        writes.clear();
        journal.clear();
        outputs.clear();
        read = false;
    }
}
