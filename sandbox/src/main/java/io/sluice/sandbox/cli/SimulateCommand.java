package io.sluice.sandbox.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sluice.cli.Subcommand;
import io.sluice.sandbox.simulation.Campaign;
import io.sluice.sandbox.simulation.Catalogs;
import io.sluice.sandbox.simulation.Scenario;
import io.sluice.sandbox.simulation.Shrinker;
import io.sluice.sandbox.simulation.Simulation;
import io.sluice.sandbox.simulation.Trace;
import io.sluice.sandbox.simulation.Verdict;
import io.sluice.sandbox.simulation.coverage.CoverageTable;
import io.sluice.sandbox.simulation.world.Happening;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the real machine through simulated worlds in which everything goes wrong, one for each seed.",
            "After every step it checks what is always true. A schedule that fails is shrunk and told."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice simulate --seeds 100000",
            "  sluice simulate --seeds 100000 --from 500000 --threads 2",
            "  sluice simulate --seed 42 --trace"
        })
public final class SimulateCommand implements Subcommand, Callable<Integer> {

    private static final int PROGRESS_SECONDS = 5;

    /** What only makes sense with many schedules. */
    private static final List<String> MANY = List.of("--seeds", "--from", "--threads", "--coverage");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", description = "How many schedules to run (default: ${DEFAULT-VALUE}).")
    private long seeds = 10_000;

    @Option(names = "--from", paramLabel = "SEED", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long from = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many at a time (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--coverage", description = "Shows how often each input met each state, or why it cannot.")
    private boolean coverage;

    @Option(
            names = "--haunted",
            description = "Only worlds full of processes that should be gone, where what is rare elsewhere is common.")
    private boolean haunted;

    @Option(names = "--seed", paramLabel = "SEED", description = "Runs this schedule alone.")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "THING",
            split = ",",
            description = "With --seed: leaves out everything that may happen but this, as a shrunk schedule names it.")
    private @Nullable List<String> only;

    @Option(names = "--trace", description = "With --seed: tells the schedule line by line.")
    private boolean trace;

    @Override
    public Integer call() throws InterruptedException {
        ((Logger) LoggerFactory.getLogger("io.sluice.partition")).setLevel(Level.OFF);
        PrintStream out = System.out;
        Catalogs catalogs = Catalogs.read();
        if (seed != null
                && spec != null
                && MANY.stream().anyMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
            throw wrong("--seed runs one schedule: leave out " + String.join(", ", MANY) + ", or --seed.");
        }
        return seed == null ? many(catalogs, out) : one(new Simulation(catalogs), scenario(seed), out);
    }

    private int many(Catalogs catalogs, PrintStream out) throws InterruptedException {
        if (from > Long.MAX_VALUE - seeds) {
            throw wrong("--from and --seeds together are more than there are seeds: begin earlier.");
        }
        if (seeds < 1 || threads < 1) {
            throw wrong("--seeds and --threads have to be 1 or more.");
        }
        if (only != null || trace) {
            throw wrong("--only and --trace say what to do with one schedule: name it with --seed.");
        }
        out.printf(Locale.ROOT, "Seeds %,d to %,d on %d threads.%n", from, from + seeds - 1, threads);
        int[] seconds = {0};
        Campaign.Result result = new Campaign(catalogs, this::scenario, from, seeds).run(threads, done -> {
            if (++seconds[0] % PROGRESS_SECONDS == 0) {
                out.printf(Locale.ROOT, "  %,d schedules, %,d a second%n", done, done / seconds[0]);
            }
        });
        out.printf(
                Locale.ROOT,
                "%,d schedules with %,d steps in %.1f s: %,.0f schedules a second.%n",
                result.schedules(),
                result.steps(),
                result.nanos() / 1e9,
                result.perSecond());
        CoverageTable table = new CoverageTable(result.transitions());
        out.println(table.summary());
        if (coverage) {
            out.println();
            table.lines().forEach(out::println);
            out.println();
        }
        if (result.isClean()) {
            out.println("All invariants hold.");
            return 0;
        }
        Simulation simulation = new Simulation(catalogs);
        Scenario failing = scenario(result.failed());
        out.printf("%nSeed %d fails. The least of it that still does:%n%n", result.failed());
        Scenario least = new Shrinker(simulation).shrink(failing, simulation.run(failing));
        return told(simulation, least, out);
    }

    private int one(Simulation simulation, Scenario whole, PrintStream out) {
        Scenario scenario = only == null ? whole : whole.with(happenings(only));
        if (trace) {
            return told(simulation, scenario, out);
        }
        Verdict verdict = simulation.run(scenario);
        out.printf(Locale.ROOT, "Seed %d, %,d steps: %s.%n", scenario.seed(), verdict.steps(), verdict.sentence());
        if (!verdict.isClean()) {
            out.printf("%nThe least of it that still fails:%n%n");
            told(simulation, new Shrinker(simulation).shrink(scenario, verdict), out);
        }
        return verdict.isClean() ? 0 : 1;
    }

    private int told(Simulation simulation, Scenario scenario, PrintStream out) {
        Verdict verdict = simulation.run(scenario, world -> new Trace(world.timeline(), out::println));
        out.printf("%nSeed %d: %s.%n", scenario.seed(), verdict.sentence());
        Set<Happening> rest = scenario.only();
        out.printf(
                "Again: ./sluice simulate%s --seed %d --trace%s%n",
                haunted ? " --haunted" : "",
                scenario.seed(),
                rest == null
                        ? ""
                        : " --only " + rest.stream().map(Happening::toString).collect(Collectors.joining(",")));
        return verdict.isClean() ? 0 : 1;
    }

    private Scenario scenario(long ofSeed) {
        return haunted ? Scenario.haunted(ofSeed) : Scenario.of(ofSeed);
    }

    private Set<Happening> happenings(List<String> names) {
        try {
            return names.stream().map(Happening::parse).collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (IllegalArgumentException e) {
            throw wrong("--only: " + e.getMessage());
        }
    }

    private ParameterException wrong(String sentence) {
        if (spec == null) {
            throw new IllegalStateException(sentence);
        }
        return new ParameterException(spec.commandLine(), sentence);
    }
}
