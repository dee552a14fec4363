package io.sluice.sandbox.cli;

import io.sluice.cli.Failure;
import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.world.World;
import io.sluice.sandbox.world.WorldOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that starts a world can be told. */
final class SandboxFlags {

    private static final String HOME = "sluice.home";
    private static final String NOTICE_CATALOG = "examples/enforcement-notice/catalog.yaml";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep all data in this directory; otherwise a temporary one is used and deleted.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of Sluice's REST API (default: ${DEFAULT-VALUE}; 0 for a free one).")
    private int port;

    SandboxFlags() {
        this(0);
    }

    SandboxFlags(int defaultPort) {
        port = defaultPort;
    }

    /** A world with the example's catalog, telling of its progress. */
    private WorldOptions options(PrintStream out) {
        SandboxOptions sandbox = SandboxOptions.defaults().reportingTo(line -> out.println("  " + line));
        return WorldOptions.of(data == null ? sandbox : sandbox.in(data), catalog())
                .onPort(port);
    }

    /**
     * Starts the world.
     *
     * @throws Failure with the sandbox's one sentence, when a part cannot be started
     */
    World start(PrintStream out) {
        try {
            return World.start(options(out));
        } catch (SandboxException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Path catalog() {
        return Path.of(System.getProperty(HOME, ".")).resolve(NOTICE_CATALOG).toAbsolutePath();
    }
}
