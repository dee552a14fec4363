package io.sluice.sandbox.cli;

import io.sluice.cli.Subcommand;
import io.sluice.sandbox.demo.Demo;
import io.sluice.sandbox.world.World;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Takes an enforcement notice through the whole path four times, on real parts, and checks what came of it.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice demo", "  sluice demo --data /tmp/sluice-demo   (keeps logs and data)"})
public final class DemoCommand implements Subcommand, Callable<Integer> {

    @Mixin
    private SandboxFlags flags = new SandboxFlags();

    @Override
    public Integer call() {
        PrintStream out = System.out;
        long from = System.nanoTime();
        out.println("Starting Kafka, PostgreSQL, a schema registry, a provider, Sluice and a case service:");
        try (World world = flags.start(SandboxFlags.NOTICE, out)) {
            boolean well = new Demo(world, out).run();
            out.printf(
                    Locale.ROOT,
                    "%n%s (%.0f s in all)%n",
                    well ? "Every expectation holds." : "Not every expectation holds; see the lines marked ✗.",
                    (System.nanoTime() - from) / 1e9);
            return well ? 0 : 1;
        }
    }
}
