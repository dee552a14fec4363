package io.sluice.sandbox.broker;

import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A single Kafka broker with a directory of its own; what it holds survives stops and kills. */
public final class Broker implements AutoCloseable {
    private final ManagedProcess process;
    private final String bootstrapServers;

    private Broker(ManagedProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker.
     *
     * @param directory for its data; kept when it ends
     * @param port for clients, on the loopback interface
     * @param controllerPort for its own controller
     * @param log the file for its output
     */
    public static Broker start(Path directory, int port, int controllerPort, Path log) {
        Path config = directory.resolve("broker.properties");
        try {
            Files.createDirectories(directory);
            try (Writer writer = Files.newBufferedWriter(config)) {
                properties(directory, port, controllerPort).store(writer, null);
            }
        } catch (IOException e) {
            throw new SandboxException(
                    "The broker's directory " + directory + " cannot be written: " + e.getMessage(), e);
        }
        ManagedProcess process = JavaProcess.of(BrokerMain.class.getName())
                .heap("512m")
                .options("-XX:+UseSerialGC", "-Xshare:auto")
                .property("logback.configurationFile", "sandbox-broker-logback.xml")
                .arguments(config.toString())
                .as("broker")
                .log(log)
                .readyWhen(Readiness.line(BrokerMain.READY))
                .start();
        return new Broker(process, "127.0.0.1:" + port);
    }

    /** For {@code bootstrap.servers}; the same after a restart. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The process, to stop, kill, freeze and restart it. */
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static Properties properties(Path directory, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("log.dirs", directory.resolve("log").toAbsolutePath().toString()),
                Map.entry("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "CLIENT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                // Static voters, not dynamic ones: their address may then change between two starts.
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                // A transaction that begins while the one before is still being completed asks again after this: 20 ms
                // by default.
                Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // Session timeouts of a few seconds are asked for where a crashed member must be noticed fast.
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("message.max.bytes", Integer.toString(10 * 1024 * 1024)),
                Map.entry("socket.request.max.bytes", Integer.toString(100 * 1024 * 1024)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)),
                // A killed broker is let in again only when the session of its former life has ended: 9 s by default.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("unclean.leader.election.enable", "false")));
        return properties;
    }
}
