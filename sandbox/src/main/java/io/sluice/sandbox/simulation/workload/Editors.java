package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.sandbox.simulation.provider.Targets;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agents who go by what they have seen of a target: some saw it lately, some long ago, some saw what nobody has told yet. */
public final class Editors {

    private static final int FIRST_NUMBER = 28;
    private static final int MOST_COMMANDS = 4;
    private static final double VERSIONED_WORLDS = 0.25;
    private static final double DUPLICATE = 0.15;
    private static final double MISMATCH = 0.1;
    private static final long LAST_ARRIVAL = 30_000;
    private static final long LONGEST_THOUGHT = 15_000;

    private static final List<String> TOOLS = List.of(
            "amend.shown",
            "amend.keyed",
            "amend.neither",
            "amend.asynchronous",
            "revise.shown",
            "revise.shown-late",
            "revise.keyed",
            "consult.shown",
            "consult.keyed");

    private final World world;
    private final Chance chance;
    private final Sent sent;
    private final Targets targets;
    private final List<String> proposals = new ArrayList<>(TOOLS);

    public Editors(World world, Sent sent, Targets targets) {
        this.world = world;
        this.chance = world.chance();
        this.sent = sent;
        this.targets = targets;
        proposals.addAll(SimulatedSagas.editorNames());
    }

    /** Does what the seed says. Where clocks lie, what was told of a version may count as too old for as long as they do. */
    public void begin() {
        boolean clocksLie = world.settings().clocks().isBeyondMargin();
        if (clocksLie || chance.unit(Draw.VERSIONS, -1, 0) >= VERSIONED_WORLDS) {
            return;
        }
        targets.begin();
        int count = 1 + chance.below(MOST_COMMANDS, Draw.VERSIONS, -1, 1);
        for (int number = FIRST_NUMBER; number < FIRST_NUMBER + count; number++) {
            if (chance.strikes(Happening.Kind.COMMAND, number, 0, 1)) {
                propose(number);
            }
        }
    }

    private void propose(int number) {
        String what = proposals.get(chance.below(proposals.size(), Draw.DEFINITION, number, 0));
        long arrival = chance.spread(0, LAST_ARRIVAL, Draw.ARRIVAL, number, 0);
        long seen = arrival - chance.spread(0, LONGEST_THOUGHT, Draw.VERSIONS, -1, 2L + number);
        sent.in(world, arrival, number, command("", number, what, seen));
        if (chance.strikes(Happening.Kind.DUPLICATE, number, 0, DUPLICATE)) {
            long delay = arrival + chance.spread(0, 100_000, Draw.DUPLICATE_DELAY, number, 0);
            sent.in(world, delay, number, command("-again", number, what, seen));
        }
        if (chance.strikes(Happening.Kind.MISMATCH, number, 0, MISMATCH)) {
            long delay = arrival + chance.spread(0, 60_000, Draw.MISMATCH_DELAY, number, 0);
            sent.in(world, delay, number, command("-other", number, what, seen + LAST_ARRIVAL));
        }
    }

    private Command command(String suffix, int number, String what, long seen) {
        boolean isTool = what.indexOf('.') >= 0;
        String tenant = chance.unit(Draw.TENANT, number, 0) < 0.8 ? "acme" : "bolt";
        String target = chance.unit(Draw.VERSIONS, number, 3) < 0.75 ? "first" : "second";
        return new Command(
                tenant + "-c" + number + suffix,
                tenant,
                "run",
                "edit" + number,
                "agent-" + number,
                isTool ? what : null,
                isTool ? null : what,
                Targets.TYPE,
                target,
                version(number, tenant, target, seen),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                "{\"act\":\"edit" + number + "\",\"odd\":true}",
                false,
                null,
                Instant.ofEpochMilli(WallClock.EPOCH));
    }

    /** What it has seen; now and then nothing, or what is not there. */
    private @Nullable String version(int number, String tenant, String target, long seen) {
        double knowledge = chance.unit(Draw.VERSIONS, number, 4);
        if (knowledge < 0.05) {
            return null;
        }
        return knowledge < 0.1 ? targets.neverSeen(tenant, target) : targets.seenAt(tenant, target, seen);
    }
}
