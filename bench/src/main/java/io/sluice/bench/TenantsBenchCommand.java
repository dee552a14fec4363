package io.sluice.bench;

import io.sluice.cli.Failure;
import io.sluice.sandbox.world.World;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench tenants}. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long the sagas of a quiet tenant take alone, and then beside a tenant that proposes 100 times as",
            "much and is throttled to 20 effects a second."
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice bench tenants --seconds 120")
final class TenantsBenchCommand implements Callable<Integer> {

    private static final String SAGA = "letter";
    private static final int FACTOR = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each of the two measurements lasts (default: ${DEFAULT-VALUE}).")
    private int seconds = 120;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            description = "How many sagas a second the quiet tenant proposes (default: ${DEFAULT-VALUE}).")
    private double perSecond = 0.5;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || !(perSecond > 0)) {
            throw new Failure("--seconds must be 1 or more and --per-second more than 0.");
        }
        PrintStream out = System.out;
        try (World world = BenchCommand.start("tenants.yaml", out);
                SagaLoad load = BenchCommand.load(world)) {
            out.println("warming up …");
            var unused = PacedLoad.start(load, "warm", SAGA, FACTOR * perSecond, WARM_UP)
                    .awaitCommitted("warm");
            measure(load, out);
        }
        return 0;
    }

    private void measure(SagaLoad load, PrintStream out) throws InterruptedException {
        Duration time = Duration.ofSeconds(seconds);
        out.println("measuring the quiet tenant alone …");
        Measured alone = PacedLoad.start(load, "quiet", SAGA, perSecond, time).awaitCommitted("quiet tenant alone");
        out.println("measuring it beside the busy one …");
        PacedLoad busy = PacedLoad.start(load, "busy", SAGA, FACTOR * perSecond, time);
        Measured beside =
                PacedLoad.start(load, "quiet", SAGA, perSecond, time).awaitCommitted("quiet tenant beside it");
        busy.awaitProposed();
        out.println();
        out.println(alone);
        out.println(beside);
        out.printf(
                Locale.ROOT,
                "busy: %d sagas proposed (%.1f a second), %d committed (%.1f a second), the others wait%n",
                busy.proposed(),
                (double) busy.proposed() / seconds,
                busy.committed(),
                (double) busy.committed() / seconds);
        out.printf(
                Locale.ROOT,
                "%nBeside the busy tenant the quiet one's p50 is %.2f times what it is alone, its p99 %.2f times.%n",
                beside.percentile(0.5) / alone.percentile(0.5),
                beside.percentile(0.99) / alone.percentile(0.99));
    }
}
