package io.sluice.bench;

import io.sluice.bench.policy.PolicyBenchCommand;
import io.sluice.cli.Failure;
import io.sluice.cli.Subcommand;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.provider.Profile;
import io.sluice.sandbox.world.World;
import io.sluice.sandbox.world.WorldOptions;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {TenantsBenchCommand.class, PolicyBenchCommand.class},
        description =
                "Measures workload S3 (three steps, each a POST and a read-back) against the same calls in a bare loop.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice bench", "  sluice bench --sagas 5000", "  sluice bench tenants", "  sluice bench policy"})
public final class BenchCommand implements Subcommand, Callable<Integer> {

    private static final int ALONE = 200;

    @Option(
            names = "--sagas",
            paramLabel = "N",
            description = "How many sagas each measured run has (default: ${DEFAULT-VALUE}).")
    private int sagas = 3000;

    @Override
    public Integer call() throws InterruptedException {
        if (sagas < 1) {
            throw new Failure("--sagas must be 1 or more, not " + sagas + ".");
        }
        PrintStream out = System.out;
        try (World world = start("s3.yaml", out)) {
            measure(world, out);
        }
        return 0;
    }

    /** A sandbox with one catalog of the folder {@code bench}, whose provider answers at once. */
    static World start(String catalog, PrintStream out) {
        return World.start(WorldOptions.of(
                        SandboxOptions.defaults().reportingTo(line -> out.println("  " + line)),
                        Path.of(System.getProperty("sluice.home", "."))
                                .resolve("bench")
                                .resolve(catalog)
                                .toAbsolutePath())
                .calling(Map.of("bench", Profile.LOOKUP))
                .java());
    }

    static SagaLoad load(World world) {
        Codecs codecs =
                new Codecs(new ConfluentRegistry(world.sandbox().registry().url()), World.TOPIC_PREFIX);
        return new SagaLoad(world.sandbox().broker().bootstrapServers(), World.TOPIC_PREFIX, codecs);
    }

    private void measure(World world, PrintStream out) throws InterruptedException {
        URI provider = world.sandbox().providers().address(Profile.LOOKUP);
        BareLoop bare = new BareLoop(provider);
        try (SagaLoad load = load(world)) {
            out.println("warming up …");
            bare.run(sagas, 64);
            load.run(sagas, 64);
            out.println("measuring the bare loop …");
            Measured best = bare.run(sagas, 64);
            out.println("measuring Sluice, 64 in flight …");
            Measured at64 = load.run(sagas, 64);
            out.println("measuring Sluice, 256 in flight …");
            Measured at256 = load.run(sagas, 256);
            out.println("measuring Sluice, one in flight …");
            Measured alone = load.run(ALONE, 1);
            out.println();
            for (Measured measured : new Measured[] {best, at64, at256, alone}) {
                out.println(measured);
            }
            out.printf(
                    Locale.ROOT,
                    "%nSluice reaches %.3f of the bare loop at 64 in flight, %.3f at 256.%n",
                    at64.perSecond() / best.perSecond(),
                    at256.perSecond() / best.perSecond());
        }
    }
}
