package io.sluice.sandbox.registry;

import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;

/** An Apicurio Registry with its Confluent-compatible API; schemas and their ids are kept in a directory of its own. */
public final class Registry implements AutoCloseable {
    private final ManagedProcess process;
    private final String url;

    private Registry(ManagedProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a registry.
     *
     * @param home the folder with the unpacked program, {@code registry/quarkus-run.jar}
     * @param directory for its data; kept when it ends, for the ids are in records that are kept too
     * @param port for clients, on the loopback interface
     * @param log the file for its output
     */
    public static Registry start(Path home, Path directory, int port, Path log) {
        Path program = home.resolve("registry").resolve("quarkus-run.jar").toAbsolutePath();
        if (!Files.isRegularFile(program)) {
            throw new SandboxException(
                    "The schema registry is not there: " + program + " is missing; build the sandbox first.");
        }
        ManagedProcess process = JavaProcess.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .classPath(program)
                .heap("256m")
                .temporaryFiles(directory.resolve("tmp"))
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
                .property("quarkus.http.host", "127.0.0.1")
                .property("quarkus.http.port", Integer.toString(port))
                // The health checks have a port of their own: any free one, so that two registries do not meet.
                .property("quarkus.management.host", "127.0.0.1")
                .property("quarkus.management.port", "0")
                .property("quarkus.http.access-log.enabled", "false")
                .property(
                        "apicurio.datasource.url",
                        "jdbc:h2:file:" + directory.toAbsolutePath().resolve("registry"))
                .as("schema registry")
                .log(log)
                .readyWhen(Readiness.line("Listening on: http://127.0.0.1:" + port))
                .start();
        return new Registry(process, "http://127.0.0.1:" + port + "/apis/ccompat/v7");
    }

    /** For {@code schema.registry.url}; the same after a restart. */
    public String url() {
        return url;
    }

    /** The process, to stop, kill, freeze and restart it. */
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
