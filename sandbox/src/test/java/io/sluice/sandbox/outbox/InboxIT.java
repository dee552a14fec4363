package io.sluice.sandbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.client.CommandMessage;
import io.sluice.client.CommandSender;
import io.sluice.client.InboxConsumer;
import io.sluice.client.JdbcInbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OutboxWorld world;
    private JdbcInbox inbox;

    @BeforeAll
    void startWorld(@TempDir Path directory) throws Exception {
        world = OutboxWorld.start(directory);
        world.execute("CREATE TABLE done (value text)");
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(world.jdbcUrl());
        inbox = new JdbcInbox(dataSource, "case-service");
    }

    @AfterAll
    void stopWorld() {
        world.close();
    }

    @BeforeEach
    void forget() throws SQLException {
        world.execute("TRUNCATE done, sluice.inbox");
    }

    @Test
    void shouldRunTheHandlerOncePerMessage() throws Exception {
        assertThat(inbox.process("m-1", connection -> note(connection, "a"))).isTrue();
        assertThat(inbox.process("m-1", connection -> note(connection, "b"))).isFalse();
        assertThat(inbox.process("m-2", connection -> note(connection, "c"))).isTrue();
        assertThat(done("value IN ('a', 'c')")).isEqualTo(2);
        assertThat(done("value = 'b'")).isZero();
    }

    @Test
    void shouldForgetAMessageWhoseHandlerFailed() throws Exception {
        assertThatThrownBy(() -> inbox.process("m-1", connection -> {
                    note(connection, "half");
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(done("true")).isZero();
        assertThat(inbox.process("m-1", connection -> note(connection, "whole")))
                .isTrue();
        assertThat(done("value = 'whole'")).isEqualTo(1);
    }

    @Test
    void shouldPruneOnlyWhatIsOld() throws Exception {
        inbox.process("m-1", connection -> {});
        assertThat(inbox.prune(Duration.ofHours(1))).isZero();
        assertThat(inbox.prune(Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void shouldProcessARedeliveredMessageOnceAndSkipNothingThatFails() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        Thread thread;
        try (CommandSender sender = CommandSender.connect(world.kafka(), OutboxWorld.COMMANDS);
                InboxConsumer consumer = consumer((connection, record) -> {
                    String value = new String(record.value(), StandardCharsets.UTF_8);
                    if (value.equals("2") && failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("not yet");
                    }
                    note(connection, value);
                })) {
            CommandMessage first = CommandMessage.json("case-1", "1").withId(UUID.randomUUID());
            for (CommandMessage message :
                    List.of(first, CommandMessage.json("case-1", "2"), first, CommandMessage.json("case-1", "3"))) {
                sender.send(message).get();
            }
            thread = Thread.ofPlatform().start(() -> consumer.run(List.of(OutboxWorld.COMMANDS)));

            await().atMost(PATIENCE).until(() -> done("value = '3'") == 1);
        }
        thread.join();
        assertThat(done("true")).isEqualTo(3);
        assertThat(failures).hasValue(-1);
    }

    private InboxConsumer consumer(InboxConsumer.RecordHandler handler) {
        Map<String, Object> config = new HashMap<>(world.kafka());
        config.put("group.id", "case-service");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        var kafka = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new InboxConsumer(kafka, inbox, InboxIT::messageId, handler, Clock.systemUTC());
    }

    private static String messageId(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("message_id").value(), StandardCharsets.UTF_8);
    }

    private static void note(Connection connection, String value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO done VALUES (?)")) {
            insert.setString(1, value);
            insert.executeUpdate();
        }
    }

    private long done(String condition) throws SQLException {
        return world.count("SELECT count(*) FROM done WHERE " + condition);
    }
}
