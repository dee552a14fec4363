package io.sluice.sandbox.simulation;

import io.sluice.partition.Machine;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.sandbox.simulation.coverage.Hindsight;
import io.sluice.sandbox.simulation.coverage.Transitions;
import io.sluice.sandbox.simulation.invariant.Violation;
import io.sluice.sandbox.simulation.invariant.Watch;
import io.sluice.sandbox.simulation.provider.Deed;
import io.sluice.sandbox.simulation.provider.Providers;
import io.sluice.sandbox.simulation.workload.Assistant;
import io.sluice.sandbox.simulation.workload.Editors;
import io.sluice.sandbox.simulation.workload.Flaw;
import io.sluice.sandbox.simulation.workload.Forger;
import io.sluice.sandbox.simulation.workload.Operator;
import io.sluice.sandbox.simulation.workload.Planner;
import io.sluice.sandbox.simulation.workload.Proposer;
import io.sluice.sandbox.simulation.workload.Reviewer;
import io.sluice.sandbox.simulation.workload.Rivals;
import io.sluice.sandbox.simulation.workload.Sent;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Clocks;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Fault;
import io.sluice.sandbox.simulation.world.Faults;
import io.sluice.sandbox.simulation.world.Seams;
import io.sluice.sandbox.simulation.world.Timeline;
import io.sluice.sandbox.simulation.world.Trust;
import io.sluice.sandbox.simulation.world.Witness;
import io.sluice.sandbox.simulation.world.World;
import io.sluice.sandbox.simulation.world.WorldSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: agents propose, reviewers decide, providers do and fail, processes die and come back. Then nothing more
 * goes wrong, time passes, and everything has to come to an end. The same scenario always has the same schedule.
 */
public final class Simulation {

    /** So long things go wrong, in milliseconds of true time. */
    private static final long UNREST = 90_000;

    /** When everything must be over: after the last approval request and the dedup window, in milliseconds of true time. */
    private static final long END = Duration.ofDays(12).toMillis();

    /** A claim lasts so long, in milliseconds: longer than an intent is valid, and mostly short enough to end in the unrest. */
    private static final long SHORTEST_LEASE = 45_000;

    private static final long LONGEST_LEASE = 300_000;

    /** How long it lasts when nothing goes wrong any more: renewing it for days would be all that happens. */
    private static final Duration QUIET_LEASE = Duration.ofHours(12);

    private static final double HAUNTED_WORLDS = 0.1;

    /** How many have a catalog that grants agents what they may propose. */
    private static final double GUARDED_WORLDS = 0.1;

    /** How many of the haunted ones: it takes long. */
    private static final double REVISITED_WORLDS = 0.05;

    /** More than any schedule needs that comes to an end. */
    private static final long MOST_STEPS = 60_000;

    private final Catalogs catalogs;
    private final Transitions transitions = new Transitions();

    public Simulation(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** What the machine was asked in all schedules so far. */
    public Transitions transitions() {
        return transitions;
    }

    /** Runs a scenario to its end, or to the first thing that does not hold. */
    public Verdict run(Scenario scenario) {
        return run(scenario, world -> new Witness() {});
    }

    /**
     * Runs a scenario to its end, or to the first thing that does not hold.
     *
     * @param spectator makes someone who sees everything before it is judged
     */
    public Verdict run(Scenario scenario, Function<World, Witness> spectator) {
        Scenario.Given given = scenario.given();
        Chance chance = new Chance(scenario.seed(), given == null ? scenario.only() : given.happenings());
        Witnesses witnesses = new Witnesses();
        WorldSettings settings = given == null ? drawn(scenario, chance) : quiet(chance, given.faults());
        Cast cast = new Cast(chance, settings, scenario.seams(), witnesses, given);
        witnesses.add(spectator.apply(cast.world));
        witnesses.add(cast.watch);
        witnesses.add(new Reviewer(cast.world, cast.sent::numberOf));
        if (given == null) {
            if (cast.forger != null) {
                witnesses.add(cast.forger);
            }
            witnesses.add(new Operator(cast.world, cast.sent::numberOf, cast::deed));
        }
        RuntimeException failure = null;
        try {
            cast.play(given);
        } catch (RuntimeException e) {
            failure = e;
        }
        return new Verdict(failure, chance.happened(), cast.world.timeline().steps(), cast.world.boundaries());
    }

    /** Who takes part in one schedule. */
    private final class Cast {

        private final World world;
        private final Providers providers;
        private final Sent sent;
        private final Proposer proposer;
        private final @Nullable Forger forger;
        private final Watch watch;

        Cast(Chance chance, WorldSettings settings, Seams seams, Witness witness, Scenario.@Nullable Given given) {
            double badness = given == null ? 0.5 * chance.unit(Draw.CALL_FAULT, -1, 0) : 0;
            sent = new Sent(given == null && chance.unit(Draw.FORGERY, 0, 1) < GUARDED_WORLDS);
            Machine counted = transitions.counting(seams.machine());
            boolean isRevisited = settings.isHaunted() && chance.unit(Draw.HINDSIGHT, 0, 0) < REVISITED_WORLDS;
            Flaw flaw = new Flaw(isRevisited ? new Hindsight(counted) : counted, chance, sent::numberOf);
            Providers[] outside = new Providers[1];
            boolean isForged = given == null && Forger.isIn(chance);
            Trust trust = isForged ? seams.trust() : Trust.UNCHALLENGED;
            world = new World(chance, settings, seams.withMachine(flaw).withTrust(trust), witness, inside -> {
                outside[0] = new Providers(inside, sent::numberOf, badness);
                return outside[0];
            });
            proposer = new Proposer(world, sent);
            forger = isForged ? new Forger(world, sent) : null;
            providers = outside[0];
            if (given != null && given.refused() != null) {
                providers.refuse(given.refused());
            }
            watch = new Watch(
                    world,
                    providers,
                    sent,
                    flaw,
                    catalogs.all(),
                    settings.clocks().isBeyondMargin());
        }

        Optional<Deed> deed(String sagaId, EffectRef ref) {
            Saga saga = watch.saga(sagaId);
            Effect effect = saga == null ? null : saga.effect(ref);
            return Optional.ofNullable(effect).map(known -> providers.deed(known.idempotencyKey()));
        }

        void play(Scenario.@Nullable Given given) {
            Timeline timeline = world.timeline();
            world.begin();
            proposer.applyCatalogs(
                    sent.isGuarded() ? catalogs.firstGuarded() : catalogs.first(),
                    sent.isGuarded() ? catalogs.secondGuarded() : catalogs.second());
            if (given == null) {
                proposer.proposeAll();
                new Assistant(world, sent).begin();
                new Rivals(world, sent).begin();
                new Editors(world, sent, providers.targets()).begin();
                new Planner(world, sent).begin();
                if (forger != null) {
                    forger.begin();
                }
            } else {
                proposer.propose(0, given.what());
            }
            timeline.in(UNREST, () -> world.calmDown());
            while (timeline.step(END)) {
                if (timeline.steps() > MOST_STEPS) {
                    throw new Violation(10, "it goes on and on: " + MOST_STEPS + " steps and no end");
                }
            }
            watch.atEnd();
        }
    }

    private static WorldSettings drawn(Scenario scenario, Chance chance) {
        boolean clocksMayLie = chance.unit(Draw.CLOCK_BEYOND, 0, 0) < 0.05;
        boolean isHaunted = scenario.isHaunted() || chance.unit(Draw.FAULT_KIND, -1, 0) < HAUNTED_WORLDS;
        int window = 1 + (int) chance.spread(0, 64, Draw.WINDOW, 0, 0);
        int maxWaiting = (int) chance.spread(1, 1_000, Draw.WINDOW, 1, 0);
        long lease = chance.spread(SHORTEST_LEASE, LONGEST_LEASE, Draw.LEASE, 0, 0);
        return new WorldSettings(
                1 + chance.below(3, Draw.INSTANCES, 0, 0),
                1 + chance.below(3, Draw.PARTITIONS, 0, 0),
                limits(window, maxWaiting, Duration.ofMillis(lease)),
                QUIET_LEASE,
                new Clocks(chance, clocksMayLie ? Clocks.BEYOND_MARGIN : Clocks.WITHIN_MARGIN),
                isHaunted ? Faults.haunting(chance, UNREST) : Faults.drawn(chance, UNREST),
                isHaunted);
    }

    private static WorldSettings quiet(Chance chance, List<Fault> faults) {
        return new WorldSettings(2, 1, Limits.DEFAULTS, QUIET_LEASE, new Clocks(chance, 0), faults, false);
    }

    private static Limits limits(int window, int maxWaiting, Duration lease) {
        Limits usual = Limits.DEFAULTS;
        return new Limits(
                usual.intentValidity(),
                usual.clockMargin(),
                usual.commandSkew(),
                usual.maxCalls(),
                usual.backoffBase(),
                usual.backoffMax(),
                usual.maxLookups(),
                usual.lookupBase(),
                usual.lookupMax(),
                usual.pollInterval(),
                usual.approvalExpiry(),
                usual.sagaTimeout(),
                usual.openSagaTimeout(),
                usual.openSagaMaxTimeout(),
                usual.overloadedRetry(),
                window,
                maxWaiting,
                lease,
                usual.dedupWindow());
    }
}
