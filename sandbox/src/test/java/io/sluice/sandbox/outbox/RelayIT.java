package io.sluice.sandbox.outbox;

import static io.sluice.sandbox.outbox.OutboxWorld.COMMANDS;
import static io.sluice.sandbox.outbox.OutboxWorld.DEAD_LETTERS;
import static io.sluice.sandbox.outbox.OutboxWorld.LARGEST_COMMAND_BYTES;
import static io.sluice.sandbox.outbox.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.client.CommandMessage;
import io.sluice.client.OutboxWriter;
import io.sluice.relay.Relay;
import io.sluice.relay.RelayConfig.Timing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private OutboxWorld world;
    private TopicReader commands;
    private String key;

    @BeforeAll
    void startWorld(@TempDir Path directory) throws Exception {
        world = OutboxWorld.start(directory);
    }

    @AfterAll
    void stopWorld() {
        world.close();
    }

    @BeforeEach
    void listen(TestInfo test) {
        key = test.getDisplayName();
        commands = world.read(COMMANDS);
    }

    @AfterEach
    void hangUp() {
        commands.close();
    }

    @Test
    void shouldPublishARowOfFourColumnsOnceAsTheTextOfItsJson() throws Exception {
        UUID id = UUID.randomUUID();
        try (Relay relay = world.relay()) {
            relay.start();
            world.execute("INSERT INTO sluice.outbox (id, aggregate_id, event_type, payload, created_at) VALUES ('" + id
                    + "', '" + key
                    + "', 'command', '{\"tool\":\"notice.send\",\"n\":1.50}', '2026-11-21T10:00:00.120Z')");
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        assertThat(commands.records(key)).singleElement().satisfies(record -> {
            assertThat(record.value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"n\": 1.50, \"tool\": \"notice.send\"}");
            assertThat(header(record, "id")).isEqualTo(id.toString());
            assertThat(header(record, "event_type")).isEqualTo("command");
            assertThat(header(record, "created_at")).isEqualTo("2026-11-21T10:00:00.120000Z");
        });
        assertThat(rows("published AND publish_attempts = 0 AND processed_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void shouldPublishAvroBytesVerbatimWithTheHeadersOfTheRow() throws Exception {
        byte[] avro = {0, 0, 0, 0, 7, 12, -1, 0, 34};
        try (Relay relay = world.relay()) {
            relay.start();
            write(CommandMessage.avro(key, avro).withHeaders(Map.of("traceparent", "00-ab-cd-01", "origin", "unit 7")));
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        assertThat(commands.records(key)).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(avro);
            assertThat(header(record, "traceparent")).isEqualTo("00-ab-cd-01");
            assertThat(header(record, "headers")).contains("\"origin\": \"unit 7\"");
        });
    }

    @Test
    void shouldKeepTheOrderOfOneKey() throws Exception {
        try (Relay relay = world.relay()) {
            relay.start();
            for (int n = 0; n < 300; n++) {
                write(CommandMessage.json(key + n % 5, Integer.toString(n)));
            }
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        for (int last = 0; last < 5; last++) {
            assertThat(commands.values(key + last).stream().map(Integer::valueOf))
                    .isSorted()
                    .hasSize(60);
        }
    }

    @Test
    void shouldPublishNothingForARowThatIsRolledBack() throws Exception {
        try (Relay relay = world.relay();
                Connection connection = world.connect()) {
            relay.start();
            connection.setAutoCommit(false);
            new OutboxWriter().write(connection, CommandMessage.json(key, "\"undone\""));
            connection.rollback();
            write(CommandMessage.json(key, "\"done\""));
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        assertThat(commands.values(key)).containsExactly("\"done\"");
    }

    @Test
    void shouldPublishNothingTwiceAcrossAPlannedRestart() throws Exception {
        for (int n = 0; n < 3; n++) {
            try (Relay relay = world.relay()) {
                relay.start();
                write(CommandMessage.json(key, Integer.toString(n)));
                await().atMost(PATIENCE).until(world::nothingWaits);
            }
        }
        assertThat(commands.values(key)).containsExactly("0", "1", "2");
    }

    @Test
    void shouldEmitNothingWhenRowsAreMarkedAndPruned() throws Exception {
        Timing pruneAtOnce =
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1));
        try (Relay relay = world.relay(pruneAtOnce)) {
            relay.start();
            write(CommandMessage.json(key, "1"), CommandMessage.json(key, "2"));
            await().atMost(PATIENCE).until(() -> rows("true") == 0);
            write(CommandMessage.json(key, "3"));
            await().atMost(PATIENCE).until(() -> rows("true") == 0);
        }
        assertThat(commands.values(key)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldMakeARowThatIsTooLargeADeadLetterAndHoldUpNobody() throws Exception {
        String tooLargeForTheTopic = json(LARGEST_COMMAND_BYTES + 1000);
        String tooLargeForCapture = json(5 << 20);
        try (Relay relay = world.relay();
                TopicReader deadLetters = world.read(DEAD_LETTERS)) {
            relay.start();
            write(
                    CommandMessage.json(key, "1"),
                    CommandMessage.json(key, tooLargeForTheTopic),
                    CommandMessage.json(key, tooLargeForCapture),
                    CommandMessage.json(key, "2"));
            await().atMost(PATIENCE).until(world::nothingWaits);

            await().atMost(PATIENCE).until(() -> deadLetters.records(key).size() == 2);
            for (ConsumerRecord<String, byte[]> record : deadLetters.records(key)) {
                assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .isIn("too_large\n" + tooLargeForTheTopic, "too_large\n" + tooLargeForCapture);
                assertThat(rows("NOT published AND last_error LIKE 'too_large: %' AND id = '" + header(record, "id")
                                + "'"))
                        .isEqualTo(1);
            }
            assertThat(relay.status().deadLetters()).isEqualTo(2);
        }
        assertThat(commands.values(key)).containsExactly("1", "2");
    }

    @Test
    void shouldPublishAgainARowThatCaptureHasMissed() throws Exception {
        world.execute("SELECT pg_drop_replication_slot('sluice_outbox')");
        write(CommandMessage.json(key, "\"missed\"").withHeaders(Map.of("traceparent", "00-ab-cd-01")));
        try (Relay relay = world.relay()) {
            relay.start();
            await().atMost(PATIENCE).until(world::nothingWaits);
            write(CommandMessage.json(key, "\"captured\"").withHeaders(Map.of("traceparent", "00-ab-cd-01")));
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        assertThat(commands.values(key)).containsExactly("\"missed\"", "\"captured\"");
        ConsumerRecord<String, byte[]> missed = commands.records(key).getFirst();
        ConsumerRecord<String, byte[]> captured = commands.records(key).getLast();
        assertThat(headerNames(missed)).isEqualTo(headerNames(captured));
        assertThat(header(missed, "created_at"))
                .hasSameSizeAs(header(captured, "created_at"))
                .endsWith("Z");
        assertThat(rows("publish_attempts = 1 AND last_error LIKE 'not seen on the topic%'"))
                .isEqualTo(1);
    }

    /** Debezium 3.6 resumes from a stored offset behind the first events of such a transaction; from the slot it does not. */
    @Test
    void shouldLoseNothingOfATransactionThatWasOpenWhenTheRelayStopped() throws Exception {
        try (Connection slow = world.connect()) {
            slow.setAutoCommit(false);
            try (Relay relay = world.relay()) {
                relay.start();
                new OutboxWriter().write(slow, CommandMessage.json(key, "1"));
                write(CommandMessage.json("quick", "1"));
                new OutboxWriter().write(slow, CommandMessage.json(key, "2"));
                await().atMost(PATIENCE).until(world::nothingWaits);
                long flushed = flushed();
                await().atMost(PATIENCE).until(() -> flushed() > flushed);
            }
            new OutboxWriter().write(slow, CommandMessage.json(key, "3"));
            slow.commit();
        }
        Timing withoutSweeps =
                new Timing(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        try (Relay relay = world.relay(withoutSweeps)) {
            relay.start();
            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        assertThat(commands.values(key)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldRefuseARowWithHeadersThatNoTopicWouldTake() {
        CommandMessage command = CommandMessage.json(key, "1");

        assertThatThrownBy(() -> write(command.withEventType("x".repeat(1025))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("outbox_event_type_is_short");
        assertThatThrownBy(() -> write(command.withHeaders(Map.of("note", "x".repeat(16_384)))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("outbox_headers_are_small");
    }

    @Test
    void shouldMeasureWhatWaitsWithoutARelay() throws Exception {
        write(CommandMessage.json(key, "1"), CommandMessage.json(key, "2"));
        var backlog = Relay.backlog(world.database());
        assertThat(backlog.waiting()).isEqualTo(2);
        assertThat(backlog.oldest()).isPositive();
        assertThat(backlog.stuck()).isZero();
    }

    private void write(CommandMessage... messages) throws SQLException {
        try (Connection connection = world.connect()) {
            connection.setAutoCommit(false);
            new OutboxWriter().write(connection, messages);
            connection.commit();
        }
    }

    private long rows(String condition) throws SQLException {
        return world.count("SELECT count(*) FROM sluice.outbox WHERE aggregate_id = '" + key + "' AND " + condition);
    }

    private long flushed() throws SQLException {
        return world.count("SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots");
    }

    private static List<String> headerNames(ConsumerRecord<?, ?> record) {
        List<String> names = new ArrayList<>();
        record.headers().forEach(header -> names.add(header.key()));
        return names;
    }

    private static String json(int length) {
        return '"' + "x".repeat(length - 2) + '"';
    }
}
