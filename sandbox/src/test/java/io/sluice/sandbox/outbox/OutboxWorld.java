package io.sluice.sandbox.outbox;

import io.sluice.client.OutboxSchema;
import io.sluice.relay.Relay;
import io.sluice.relay.RelayConfig;
import io.sluice.relay.RelayConfig.CaptureBy;
import io.sluice.relay.RelayConfig.Database;
import io.sluice.relay.RelayConfig.Timing;
import io.sluice.sandbox.broker.Broker;
import io.sluice.sandbox.postgres.Postgres;
import io.sluice.sandbox.process.FreePorts;
import io.sluice.topology.serde.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a database with an outbox. */
final class OutboxWorld implements AutoCloseable {
    static final String COMMANDS = "sluice.commands";
    static final String DEAD_LETTERS = "sluice.dead-letters";

    /** What the commands topic takes: less than the outbox, so that the broker has something to refuse. */
    static final int LARGEST_COMMAND_BYTES = 300_000;

    private static final String DATABASE = "cases";
    private static final Timing QUICK =
            new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(2));

    final Broker broker;
    final Postgres postgres;

    private OutboxWorld(Broker broker, Postgres postgres) {
        this.broker = broker;
        this.postgres = postgres;
    }

    static OutboxWorld start(Path directory) throws Exception {
        FreePorts ports = new FreePorts();
        Broker broker =
                Broker.start(directory.resolve("broker"), ports.next(), ports.next(), directory.resolve("broker.log"));
        Postgres postgres = Postgres.start(
                Path.of("target"), directory.resolve("database"), ports.next(), directory.resolve("database.log"));
        OutboxWorld world = new OutboxWorld(broker, postgres);
        postgres.createDatabase(DATABASE);
        try (Connection connection = world.connect();
                Admin admin = Admin.create(world.kafka())) {
            OutboxSchema.apply(connection);
            OutboxSchema.apply(connection);
            admin.createTopics(List.of(
                            new NewTopic(COMMANDS, 4, (short) 1)
                                    .configs(Map.of("max.message.bytes", Integer.toString(LARGEST_COMMAND_BYTES))),
                            new NewTopic(DEAD_LETTERS, 4, (short) 1).configs(Map.of("max.message.bytes", "8388608"))))
                    .all()
                    .get();
        }
        return world;
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    String jdbcUrl() {
        return postgres.jdbcUrl(DATABASE) + "?user=" + Postgres.USER;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    Database database() {
        return database(postgres.port());
    }

    private static Database database(int port) {
        return new Database("127.0.0.1", port, DATABASE, Postgres.USER, "");
    }

    Relay relay() {
        return relay(QUICK);
    }

    Relay relay(Timing timing) {
        return relay(postgres.port(), broker.bootstrapServers(), timing);
    }

    static Relay relay(int databasePort, String bootstrapServers) {
        return relay(databasePort, bootstrapServers, QUICK);
    }

    private static Relay relay(int databasePort, String bootstrapServers, Timing timing) {
        RelayConfig config = new RelayConfig(
                database(databasePort),
                Map.of("bootstrap.servers", bootstrapServers),
                COMMANDS,
                DEAD_LETTERS,
                CaptureBy.RELAY,
                timing);
        return new Relay(config, OutboxWorld::encode);
    }

    /** Every record of these topics from now on. */
    TopicReader read(String... topics) {
        return TopicReader.fromNow(kafka(), topics);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    boolean nothingWaits() throws SQLException {
        return count("SELECT count(*) FROM sluice.outbox WHERE processed_at IS NULL") == 0;
    }

    /** The reason, a line feed and the original bytes. */
    private static byte[] encode(DeadLetter letter) {
        byte[] reason = (letter.reason() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = Objects.requireNonNull(letter.value());
        return ByteBuffer.allocate(reason.length + value.remaining())
                .put(reason)
                .put(value.duplicate())
                .array();
    }

    @Override
    public void close() {
        postgres.close();
        broker.close();
    }
}
