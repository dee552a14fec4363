package io.sluice.sandbox.simulation.world;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.OutcomeMessage;
import io.sluice.partition.Partition;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.SagaFailureException;
import io.sluice.partition.Sink;
import io.sluice.partition.Surroundings;
import io.sluice.saga.Input;
import io.sluice.saga.Operation;
import io.sluice.saga.SagaIds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One life of a partition in one process: reads its topics in any order that Kafka allows, gives what it reads to the real
 * {@link Partition}, and commits now and then. It stands for the task of the Kafka shell.
 */
public final class Life {

    private static final Duration TIMER_BUDGET = Duration.ofMillis(50);
    private static final long SLOWEST_POLL = 40;
    private static final long SLOWEST_COMMIT = 120;
    private static final long SLOWEST_COMMIT_OF_HAUNTED = 4_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final World world;
    private final Home home;
    private final AppProcess process;
    private final int number;
    private final String incarnation;
    private final PartitionState state;
    private final Transaction transaction = new Transaction();
    private final int[] positions;
    private final SimulatedSink sink;
    private final Partition partition;
    private boolean over;
    private boolean polling;
    private boolean committing;
    private int polls;
    private int commits;
    private int decisions;
    private int alarms;
    private long armedFor = NEVER;

    Life(World world, Home home, AppProcess process) {
        this.world = world;
        this.home = home;
        this.process = process;
        int ordinal = home.nextLife();
        number = home.number() + 8 * ordinal;
        incarnation = "p" + home.number() + "-life" + ordinal;
        state = home.committed().copy();
        positions = home.positions();
        sink = new SimulatedSink(world, home, process, incarnation, () -> state.catalog);
        PartitionStore store = world.seams().store().apply(new MemoryStore(state, transaction));
        Sink calls = world.seams().sink().apply(sink);
        partition = new Partition(store, calls, surroundings(), incarnation, this::wakeAt);
    }

    /** Says that it has begun, and reads. */
    void begin() {
        world.witness().lifeBegan(home.number(), incarnation, process);
        sink.channel().send(home, new OutcomeMessage.TaskOpened(incarnation, now()));
        wake();
    }

    public String incarnation() {
        return incarnation;
    }

    Home home() {
        return home;
    }

    AppProcess process() {
        return process;
    }

    boolean isOver() {
        return over;
    }

    /** Ends in order: everything is committed, then the gate is shut. */
    void close() {
        if (over) {
            return;
        }
        commit();
        if (!over && process.isAlive()) {
            end("closes");
            partition.close();
        }
    }

    /** Ends out of order, in a process that goes on: what is not committed is lost, the gate is shut. */
    void abort(String why) {
        if (over) {
            return;
        }
        home.abort(transaction);
        end(why);
        partition.close();
    }

    /** Ends with its process. */
    void die() {
        if (!over) {
            home.abort(transaction);
            end("dies");
        }
    }

    private void end(String how) {
        over = true;
        process.lives().remove(this);
        if (home.owner() == this) {
            home.ownedBy(null);
        }
        world.witness().lifeEnded(home.number(), incarnation, how);
    }

    /** There may be something to read. */
    void wake() {
        if (!over && !polling) {
            polling = true;
            long delay = world.chance().spread(0, SLOWEST_POLL, Draw.POLL_DELAY, number, polls);
            world.timeline().in(delay, process, this::poll);
        }
    }

    private void poll() {
        polling = false;
        if (over) {
            return;
        }
        int topic = pick();
        polls++;
        if (topic < 0) {
            return;
        }
        TopicLog.Entry entry = home.topic(topic).entry(positions[topic]++);
        transaction.advanced();
        int before = transaction.journal().size();
        world.witness().reads(home.number(), incarnation, entry.record());
        try {
            take(entry.record(), entry.offset());
        } catch (SagaFailureException e) {
            world.witness().deadLettered(entry.record(), "internal_error");
        }
        world.witness()
                .took(
                        incarnation,
                        entry.record(),
                        transaction
                                .journal()
                                .subList(before, transaction.journal().size()));
        commitSoon();
        wake();
    }

    /** Any topic that has something to read. */
    private int pick() {
        int candidates = 0;
        for (int topic = 0; topic < positions.length; topic++) {
            candidates += isReadable(topic) ? 1 : 0;
        }
        if (candidates == 0) {
            return -1;
        }
        int choice = world.chance().below(candidates, Draw.TOPIC, number, polls);
        for (int topic = 0; topic < positions.length; topic++) {
            if (isReadable(topic) && choice-- == 0) {
                return topic;
            }
        }
        return -1;
    }

    private boolean isReadable(int topic) {
        return positions[topic] < home.topic(topic).size();
    }

    private void take(Inbound record, long offset) {
        switch (record) {
            case Inbound.NewCatalog applied -> {
                MemoryChanges changes = new MemoryChanges(state, transaction);
                changes.catalog(to -> to.catalog = applied.catalog());
                partition.wakeDeferred(changes);
                changes.apply();
            }
            case Inbound.Proposed proposed ->
                partition.take(SagaIds.of(proposed.command()), new Input.Propose(proposed.command()));
            case Inbound.Decided decided -> {
                ReviewerDecision decision = decided.decision();
                ofTenant(record, decision.tenantId(), decision.sagaId(), new Input.Review(decision));
            }
            case Inbound.Operated operated -> {
                Operation operation = operated.operation();
                ofTenant(record, operation.tenantId(), operation.sagaId(), new Input.Operate(operation));
            }
            case Inbound.Said said -> partition.outcome(said.message());
            case Inbound.Permitted permitted -> partition.intent(permitted.intent(), offset);
        }
    }

    private void ofTenant(Inbound record, String tenant, String sagaId, Input input) {
        if (sagaId.startsWith(tenant + "/")) {
            partition.take(sagaId, input);
        } else {
            world.witness().deadLettered(record, "tenant_mismatch");
        }
    }

    private void commitSoon() {
        if (!committing) {
            committing = true;
            long slowest = world.settings().isHaunted() ? SLOWEST_COMMIT_OF_HAUNTED : SLOWEST_COMMIT;
            long delay = world.chance().spread(0, slowest, Draw.COMMIT_DELAY, number, commits++);
            world.timeline().in(delay, process, () -> {
                committing = false;
                commit();
            });
        }
    }

    private void commit() {
        if (over || transaction.isEmpty()) {
            return;
        }
        world.boundary(Boundary.BEFORE_COMMIT, process);
        if (over) {
            return;
        }
        if (process.wakesAt() > world.timeline().now()) {
            world.timeline().in(0, process, this::commit);
            return;
        }
        if (!world.seams().fence().admits(home.owner() == this)) {
            abort("is fenced");
            return;
        }
        home.commit(transaction, positions);
        world.boundary(Boundary.AFTER_COMMIT, process);
    }

    /** As the shell does: one punctuation, armed for the earliest time that was asked for. */
    private void wakeAt(long dueMillis) {
        if (over || dueMillis >= armedFor) {
            return;
        }
        armedFor = dueMillis;
        long lateness = world.chance().spread(0, 50, Draw.TIMER_DELAY, number, alarms++);
        long delay = Math.max(1, dueMillis - process.clock().millis()) + lateness;
        world.timeline().in(delay, process, () -> alarm(dueMillis));
    }

    private void alarm(long dueMillis) {
        if (over || armedFor != dueMillis) {
            return;
        }
        armedFor = NEVER;
        world.witness().timersFire(home.number(), incarnation);
        partition.fireTimers(TIMER_BUDGET);
        commitSoon();
    }

    private Surroundings surroundings() {
        return new Surroundings(
                world.seams().machine(),
                () -> world.seams().catalog().apply(state.catalog),
                world.seams().policy(),
                world.settings().limits(),
                process.clock(),
                () -> world.chance().unit(Draw.JITTER, number, decisions++));
    }

    private Instant now() {
        return process.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
