package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.saga.SagaIds;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What agents have sent, and which of their acts each saga comes from. */
public final class Sent {

    private static final int UNKNOWN = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Command> commands = new ArrayList<>();

    /** Tells sagas apart by the number of the act that began them. */
    public int numberOf(String sagaId) {
        return numbers.getOrDefault(sagaId, UNKNOWN);
    }

    /** Every message that was sent, in the order of sending. */
    public List<Command> commands() {
        return commands;
    }

    /** Sends a command after a while. */
    void in(World world, long delay, int number, Command command) {
        String sagaId = SagaIds.of(command);
        numbers.put(sagaId, number);
        world.timeline().in(delay, () -> {
            commands.add(command);
            world.home(sagaId).append(new Inbound.Proposed(command));
        });
    }
}
