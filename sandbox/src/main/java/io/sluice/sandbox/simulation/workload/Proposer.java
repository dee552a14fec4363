package io.sluice.sandbox.simulation.workload;

import io.sluice.catalog.Catalog;
import io.sluice.saga.Command;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The agents: each act is proposed once, now and then again, and now and then with something else in it. Agents of both
 * tenants count their runs and steps alike, so that nothing but the tenant tells them apart.
 */
public final class Proposer {

    private static final List<String> PROPOSALS = SimulatedCatalog.proposals();
    private static final int MOST_COMMANDS = 4;
    private static final long LAST_ARRIVAL = 20_000;
    private static final double DUPLICATE = 0.2;
    private static final double MISMATCH = 0.12;

    private final World world;
    private final Chance chance;
    private final Sent sent;

    public Proposer(World world, Sent sent) {
        this.world = world;
        this.sent = sent;
        this.chance = world.chance();
    }

    /** The numbers of the acts that there may be. */
    public static IntStream numbers() {
        return IntStream.range(0, MOST_COMMANDS);
    }

    /** Applies the catalog to every partition, and a later version of it now and then. */
    public void applyCatalogs(Catalog first, Catalog second) {
        for (SagaHome home : world.homes()) {
            long delay = chance.spread(0, 400, Draw.CATALOG_DELAY, home.number(), 0);
            world.timeline().in(delay, () -> home.append(new Inbound.NewCatalog(first)));
            if (chance.strikes(Happening.Kind.CATALOG, home.number(), 0, 0.3)) {
                long later = chance.spread(500, 30_000, Draw.CATALOG_DELAY, home.number(), 1);
                world.timeline().in(later, () -> home.append(new Inbound.NewCatalog(second)));
            }
        }
    }

    /** Proposes what the seed says. */
    public void proposeAll() {
        boolean isHaunted = world.settings().isHaunted();
        int count = 1 + chance.below(MOST_COMMANDS, Draw.COMMANDS, 0, 0);
        for (int number = 0; number < count; number++) {
            boolean isApproved = isHaunted && chance.unit(Draw.DEFINITION, number, 1) < 0.5;
            List<String> choice = isApproved ? SimulatedSagas.approvedNames() : PROPOSALS;
            String what = choice.get(chance.below(choice.size(), Draw.DEFINITION, number, 0));
            if (chance.strikes(Happening.Kind.COMMAND, number, 0, 1)) {
                propose(number, what);
            }
        }
    }

    /** Proposes one act, and whatever else the seed says of it. */
    public void propose(int number, String what) {
        String tenant = chance.unit(Draw.TENANT, number, 0) < 0.5 ? "acme" : "bolt";
        long arrival = chance.spread(0, LAST_ARRIVAL, Draw.ARRIVAL, number, 0);
        sent.in(world, arrival, number, command("", number, tenant, what, "a"));
        for (int again = 0; again < 2; again++) {
            if (chance.strikes(Happening.Kind.DUPLICATE, number, again, DUPLICATE)) {
                long delay = arrival + chance.spread(0, 100_000, Draw.DUPLICATE_DELAY, number, again);
                sent.in(world, delay, number, command(again == 0 ? "" : "-again", number, tenant, what, "a"));
            }
        }
        if (chance.strikes(Happening.Kind.MISMATCH, number, 0, MISMATCH)) {
            long delay = chance.spread(0, 60_000, Draw.MISMATCH_DELAY, number, 0);
            sent.in(world, delay, number, command("-other", number, tenant, what, "b"));
        }
    }

    private Command command(String suffix, int number, String tenant, String what, String act) {
        boolean isTool = what.indexOf('.') >= 0;
        boolean isOdd = chance.unit(Draw.CONDITION, number / 2, 0) < 0.5;
        return new Command(
                tenant + "-c" + number + suffix,
                tenant,
                "run",
                "act" + number / 2,
                "agent-" + number,
                isTool ? what : null,
                isTool ? null : what,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                "{\"act\":\"" + act + number / 2 + "\",\"odd\":" + isOdd + "}",
                false,
                null,
                Instant.ofEpochMilli(WallClock.EPOCH));
    }
}
