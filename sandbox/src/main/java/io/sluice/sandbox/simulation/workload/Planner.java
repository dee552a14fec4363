package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.World;

/** Agents who ask what would come of a command: before they send it, meanwhile and afterwards, and of others that they never send. */
public final class Planner {

    private static final int NUMBER = 20;
    private static final double PLANNED_WORLDS = 0.25;
    private static final double ASKS = 0.3;
    private static final double TWICE = 0.2;
    private static final long LONGEST = 40_000;

    private final World world;
    private final Chance chance;
    private final Sent sent;

    public Planner(World world, Sent sent) {
        this.world = world;
        this.chance = world.chance();
        this.sent = sent;
    }

    /** Does what the seed says; after everybody who proposes has begun. */
    public void begin() {
        if (chance.unit(Draw.DRY_RUN, 0, 0) >= PLANNED_WORLDS) {
            return;
        }
        for (Sent.Planned planned : sent.planned()) {
            if (chance.strikes(Happening.Kind.DRY_RUN, planned.number(), 2 * planned.ordinal(), ASKS)) {
                ask(planned);
            }
        }
    }

    private void ask(Sent.Planned planned) {
        int number = planned.number();
        long ordinal = 10L * planned.ordinal();
        long delay = chance.unit(Draw.DRY_RUN, number, ordinal) < 0.5
                ? planned.at() / 2
                : planned.at() + chance.spread(0, LONGEST, Draw.DRY_RUN, number, ordinal + 1);
        Command dry = dry(planned.command(), chance.below(4, Draw.DRY_RUN, number, ordinal + 2));
        sent.in(world, delay, NUMBER, dry);
        if (chance.strikes(Happening.Kind.DRY_RUN, number, 2 * planned.ordinal() + 1, TWICE)) {
            long later = delay + chance.spread(0, LONGEST, Draw.DRY_RUN, number, ordinal + 3);
            sent.in(world, later, NUMBER, dry);
        }
    }

    /** Of the same, mostly in a message of its own; of another payload; or of another act. */
    private static Command dry(Command command, int choice) {
        String id = command.commandId() + "-dry";
        String other = "{\"act\":\"dry\",\"odd\":false}";
        return switch (choice) {
            case 0 -> Variant.dry(command, command.commandId(), command.stepId(), command.arguments());
            case 1 -> Variant.dry(command, id, command.stepId(), command.arguments());
            case 2 -> Variant.dry(command, id, command.stepId(), other);
            default -> Variant.dry(command, id, command.stepId() + "-dry", command.arguments());
        };
    }
}
