package io.sluice.sandbox;

import io.sluice.sandbox.broker.Broker;
import io.sluice.sandbox.postgres.Postgres;
import io.sluice.sandbox.process.FreePorts;
import io.sluice.sandbox.provider.ProviderSimulator;
import io.sluice.sandbox.registry.Registry;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything Sluice needs around it, on this machine: broker, database and schema registry as processes, simulated providers within
 * this one. Nothing of it is left when it is closed, or when this process ends in any way. It creates no topics.
 */
public final class Sandbox implements AutoCloseable {
    private final Closing closing;
    private final SandboxDirectory directory;
    private final Broker broker;
    private final Postgres postgres;
    private final Registry registry;
    private final ProviderSimulator providers;

    private Sandbox(
            Closing closing,
            SandboxDirectory directory,
            Broker broker,
            Postgres postgres,
            Registry registry,
            ProviderSimulator providers) {
        this.closing = closing;
        this.directory = directory;
        this.broker = broker;
        this.postgres = postgres;
        this.registry = registry;
        this.providers = providers;
    }

    /**
     * Starts all parts at the same time and returns when they can be used.
     *
     * @throws SandboxException if one of them cannot be started; nothing is left running then
     */
    public static Sandbox start(SandboxOptions options) {
        SandboxDirectory directory = SandboxDirectory.open(options.directory());
        Closing closing = new Closing();
        closing.add(directory);
        try {
            return start(options, directory, closing);
        } catch (SandboxException e) {
            keepLogs(directory, closing);
            closing.close();
            throw e;
        }
    }

    private static Sandbox start(SandboxOptions options, SandboxDirectory directory, Closing closing) {
        FreePorts free = new FreePorts();
        SandboxPorts wanted = options.ports();
        int brokerPort = free.claim(wanted.broker(), "broker");
        int databasePort = free.claim(wanted.database(), "database");
        int registryPort = free.claim(wanted.registry(), "schema registry");
        int providersPort = free.claim(wanted.providers(), "provider simulator");
        int controllerPort = free.next();
        Path home = SandboxHome.find();
        Path data = directory.path();
        Launches launches = closing.add(new Launches());
        Launcher launcher = new Launcher(options, closing, launches);
        try {
            var registry = launcher.launch(
                    "schema registry",
                    () -> Registry.start(home, data.resolve("registry"), registryPort, directory.log("registry")),
                    Registry::url);
            var broker = launcher.launch(
                    "broker",
                    () -> Broker.start(data.resolve("broker"), brokerPort, controllerPort, directory.log("broker")),
                    Broker::bootstrapServers);
            var postgres = launcher.launch(
                    "database",
                    () -> Postgres.start(home, data.resolve("database"), databasePort, directory.log("database")),
                    started -> "127.0.0.1:" + started.port());
            var providers = launcher.launch(
                    "provider simulator",
                    () -> ProviderSimulator.start(providersPort, options.providers()),
                    started -> started.address().toString());
            return new Sandbox(closing, directory, broker.join(), postgres.join(), registry.join(), providers.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof SandboxException cause
                    ? cause
                    : new SandboxException("The sandbox could not be started: " + e.getCause() + ".", e);
        } finally {
            launches.close();
        }
    }

    public Broker broker() {
        return broker;
    }

    public Postgres postgres() {
        return postgres;
    }

    public Registry registry() {
        return registry;
    }

    public ProviderSimulator providers() {
        return providers;
    }

    /** The folder with all its data. */
    public Path directory() {
        return directory.path();
    }

    /** The file for the output of a process of this name: one of its own, or one that will be attached. */
    public Path log(String name) {
        return directory.log(name);
    }

    /** Leaves the logs where they are when the data is deleted, so that a failure can be read up. */
    public void keepLogs() {
        keepLogs(directory, closing);
    }

    /** A part that ends because it is stopped has not failed. */
    private static void keepLogs(SandboxDirectory directory, Closing closing) {
        if (!closing.hasBegun()) {
            directory.keepLogs();
        }
    }

    /** Makes what uses the sandbox part of it: it is closed before the others when the sandbox is closed. */
    public <T extends AutoCloseable> T attach(T user) {
        return closing.add(user);
    }

    /** Stops all parts, newest first, and deletes the data unless its directory was given. */
    @Override
    public void close() {
        closing.close();
    }

    /** Starts parts on threads of their own and says how long each took. */
    private record Launcher(SandboxOptions options, Closing closing, Launches launches) {
        private <T extends AutoCloseable> CompletableFuture<T> launch(
                String name, Supplier<T> start, Function<T, String> address) {
            long from = System.nanoTime();
            return launches.launch(() -> {
                T part = closing.add(start.get());
                options.progress()
                        .accept(String.format(
                                Locale.ROOT,
                                "%s ready on %s after %.1f s",
                                name,
                                address.apply(part),
                                (System.nanoTime() - from) / 1e9));
                return part;
            });
        }
    }
}
