package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.saga.SagaIds;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Keys;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What agents have sent, which of their acts each saga comes from, and what is not from whom it says. */
public final class Sent {

    /** What every agent is that may propose where not everybody may. */
    static final String ROLE = "worker";

    /** Later than any schedule ends. */
    private static final Instant NOT_YET = Instant.ofEpochMilli(WallClock.EPOCH).plus(Duration.ofDays(30));

    private static final int UNKNOWN = -1;

    private final boolean isGuarded;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private final Set<Inbound> forged = new HashSet<>();

    /** A command of an agent, and when it is sent, in milliseconds of true time. */
    record Planned(long at, int number, Command command) {

        /** Tells it apart from the other commands of its act. */
        int ordinal() {
            return command.commandId().hashCode() & 0xFFFF;
        }
    }

    /**
     * @param isGuarded whether agents have to prove who they are
     */
    public Sent(boolean isGuarded) {
        this.isGuarded = isGuarded;
    }

    /** Whether agents have to prove who they are. */
    public boolean isGuarded() {
        return isGuarded;
    }

    /** Tells sagas apart by the number of the act that began them. */
    public int numberOf(String sagaId) {
        return numbers.getOrDefault(sagaId, UNKNOWN);
    }

    /** Every message that was sent, in the order of sending. */
    public List<Command> commands() {
        return commands;
    }

    /** Every command that agents send in earnest in their own names, sent or not. */
    List<Planned> planned() {
        return List.copyOf(planned);
    }

    /** Whether it is not from whom it says. */
    public boolean isForged(Inbound record) {
        return forged.contains(record);
    }

    /** Sends a command after a while. */
    void in(World world, long delay, int number, Command command) {
        if (!command.dryRun()) {
            planned.add(new Planned(delay, number, command));
        }
        append(world, delay, number, new Inbound.Proposed(command, isGuarded ? List.of(token(command)) : List.of()));
    }

    /** Somebody who is not the agent sends it. */
    void forged(World world, long delay, int number, Inbound.Proposed record) {
        forged.add(record);
        append(world, delay, number, record);
    }

    /** Somebody whom no reviewer has told to sends it, now. */
    void forged(World world, Inbound.Decided record) {
        forged.add(record);
        world.home(record.decision().sagaId()).append(record);
    }

    private void append(World world, long delay, int number, Inbound.Proposed record) {
        String sagaId = SagaIds.of(record.command());
        numbers.putIfAbsent(sagaId, number);
        world.timeline().in(delay, () -> {
            commands.add(record.command());
            world.home(sagaId).append(record);
        });
    }

    private static String token(Command command) {
        return Keys.AGENTS.issue(command.agentId(), command.tenantId(), null, List.of(ROLE), NOT_YET);
    }
}
