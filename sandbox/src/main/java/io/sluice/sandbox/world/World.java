package io.sluice.sandbox.world;

import io.sluice.client.OutboxSchema;
import io.sluice.sandbox.Launches;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.postgres.Postgres;
import io.sluice.sandbox.process.FreePorts;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import io.sluice.sandbox.provider.ProviderControl;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Sluice and the case service, each in a process of its own, on a {@link Sandbox}. */
public final class World implements AutoCloseable {

    public static final String TOPIC_PREFIX = "sluice.";

    private static final String LOOPBACK = "127.0.0.1";

    /** Everybody is believed by their names, so nobody else may reach it, whatever the shell has for another Sluice. */
    static final Map<String, String> LAPTOP = Map.of(
            "SLUICE_HTTP_HOST", LOOPBACK,
            "SLUICE_HTTP_TRUST_CALLERS", "true",
            "SLUICE_IDENTITY_TRUSTED_AGENTS", "*",
            "SLUICE_IDENTITY_GRANTS", "optional");

    private static final String DATABASE = "cases";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

    private final Sandbox sandbox;
    private final ManagedProcess application;
    private final ManagedProcess caseService;
    private final SluiceApi sluice;
    private final CaseApi cases;

    private World(
            Sandbox sandbox, ManagedProcess application, ManagedProcess caseService, SluiceApi sluice, CaseApi cases) {
        this.sandbox = sandbox;
        this.application = application;
        this.caseService = caseService;
        this.sluice = sluice;
        this.cases = cases;
    }

    /**
     * Starts everything and returns when it can be used.
     *
     * @throws SandboxException if a part cannot be started; nothing is left running then
     */
    public static World start(WorldOptions options) {
        FreePorts free = new FreePorts();
        int httpPort = free.claim(options.httpPort(), "Sluice");
        Sandbox sandbox = Sandbox.start(options.sandbox());
        try {
            return start(options, sandbox, httpPort, free.next());
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private static World start(WorldOptions options, Sandbox sandbox, int httpPort, int casePort) {
        createDatabase(sandbox);
        try (Launches launches = sandbox.attach(new Launches())) {
            CompletableFuture<ManagedProcess> application = launches.launch(
                    () -> launch(options, "Sluice", () -> sandbox.attach(application(options, sandbox, httpPort))));
            CompletableFuture<ManagedProcess> caseService = launches.launch(
                    () -> launch(options, "case service", () -> sandbox.attach(caseService(sandbox, casePort))));
            return new World(
                    sandbox,
                    join(application),
                    join(caseService),
                    new SluiceApi(address(httpPort)),
                    new CaseApi(address(casePort)));
        }
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** Sluice's process, to be killed or restarted. */
    public ManagedProcess application() {
        return application;
    }

    public ManagedProcess caseService() {
        return caseService;
    }

    public SluiceApi sluice() {
        return sluice;
    }

    public CaseApi cases() {
        return cases;
    }

    public ProviderControl provider() {
        return sandbox.providers().control();
    }

    /** The database of the case service, with the outbox in it. */
    public String jdbcUrl() {
        return jdbcUrl(sandbox);
    }

    /** Waits until a part ends of its own accord, and says so in a sentence; its log is kept then. */
    public String awaitEnd() throws InterruptedException {
        try {
            Object sentence = CompletableFuture.anyOf(
                            application.onExit(),
                            caseService.onExit(),
                            sandbox.broker().process().onExit(),
                            sandbox.postgres().process().onExit(),
                            sandbox.registry().process().onExit())
                    .get();
            sandbox.keepLogs();
            return sentence.toString();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }

    private static void createDatabase(Sandbox sandbox) {
        sandbox.postgres().createDatabase(DATABASE);
        try (Connection connection = DriverManager.getConnection(jdbcUrl(sandbox), Postgres.USER, "")) {
            OutboxSchema.apply(connection);
        } catch (SQLException e) {
            throw new SandboxException("The outbox could not be created in the database: " + e.getMessage(), e);
        }
    }

    private static ManagedProcess application(WorldOptions options, Sandbox sandbox, int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLUICE_BOOTSTRAP_SERVERS", sandbox.broker().bootstrapServers());
        environment.put("SLUICE_REGISTRY_URL", sandbox.registry().url());
        environment.put("SLUICE_REPLICATION_FACTOR", "1");
        environment.put("SLUICE_STATE_DIR", sandbox.directory().resolve("state").toString());
        environment.put("SLUICE_HTTP_PORT", Integer.toString(port));
        environment.put("SLUICE_JDBC_URL", jdbcUrl(sandbox));
        environment.put("SLUICE_JDBC_USER", Postgres.USER);
        environment.putAll(SandboxProviders.settings(options.providers(), sandbox.providers()));
        environment.put(
                "SLUICE_CATALOG_FILES",
                options.catalogs().stream().map(Path::toString).collect(Collectors.joining(",")));
        environment.putAll(LAPTOP);
        environment.putAll(SandboxKeys.settings(sandbox.directory().resolve("keys")));
        environment.putAll(options.settings());
        return JavaProcess.of("io.sluice.cli.Main")
                .heap("768m")
                .temporaryFiles(sandbox.directory().resolve("tmp"))
                .options("-XX:+UseSerialGC")
                .options(options.javaOptions().toArray(String[]::new))
                .arguments("app")
                .as("application")
                .environment(environment)
                .log(sandbox.log("application"))
                .readyWhen(Readiness.line("Sluice is ready"))
                .within(START_PATIENCE)
                .stoppedBy("TERM", STOP_PATIENCE)
                .start();
    }

    private static ManagedProcess caseService(Sandbox sandbox, int port) {
        return JavaProcess.of("io.sluice.sandbox.cases.CaseService")
                .heap("128m")
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .arguments("--jdbc-url", jdbcUrl(sandbox) + "?user=" + Postgres.USER)
                .arguments("--bootstrap", sandbox.broker().bootstrapServers())
                .arguments("--registry", sandbox.registry().url())
                .arguments("--prefix", TOPIC_PREFIX)
                .arguments("--port", Integer.toString(port))
                .as("case-service")
                .log(sandbox.log("case-service"))
                .readyWhen(Readiness.line("ready"))
                .within(START_PATIENCE)
                .start();
    }

    private static ManagedProcess launch(WorldOptions options, String name, Supplier<ManagedProcess> start) {
        long from = System.nanoTime();
        ManagedProcess started = start.get();
        options.sandbox()
                .progress()
                .accept(String.format(Locale.ROOT, "%s ready after %.1f s", name, (System.nanoTime() - from) / 1e9));
        return started;
    }

    private static ManagedProcess join(CompletableFuture<ManagedProcess> started) {
        try {
            return started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SandboxException cause
                    ? cause
                    : new SandboxException("Sluice could not be started: " + e.getCause() + ".", e);
        }
    }

    private static String jdbcUrl(Sandbox sandbox) {
        return sandbox.postgres().jdbcUrl(DATABASE);
    }

    private static URI address(int port) {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }
}
