package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.serde.DeadLetter;
import io.sluice.topology.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 9 on a real broker and registry: what comes in wrong is answered or kept as it was, and the stream goes on. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final int PARTITIONS = 2;
    private static final int MIB = 1024 * 1024;

    private static final byte[] KEY = utf8("its-key");
    private static final byte[] FIVE_MB = utf8("x".repeat(5 * MIB));

    /** More than a producer sends unless it is told to. */
    private static final Map<String, Object> LARGE = Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * MIB);

    private static final Map<String, Object> LARGE_PACKED =
            Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * MIB, ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");

    private Installation sluice;
    private SluiceApp app;
    private Proposer agent;
    private Placement placement;
    private Set<Thread> threads;

    @BeforeAll
    void start(Sandbox sandbox, @TempDir Path directory) throws Exception {
        sluice = Installation.on(sandbox, directory, "bad-input.", PARTITIONS);
        app = sluice.start(new CountingProvider(Duration.ZERO));
        sluice.applyCatalog(app.codecs());
        agent = new Proposer(sluice, app.codecs(), LARGE);
        placement = new Placement(app.codecs(), PARTITIONS);
        threads = machineThreads();
    }

    @AfterAll
    void stop() {
        agent.close();
        app.close();
    }

    @AfterEach
    void shouldGoOnInEveryPartition() throws Exception {
        for (int i = 0; i < PARTITIONS; i++) {
            int partition = i;
            String step = placement.newStep(key -> placement.ofJava(key) == partition);
            agent.send(partition, null, Installation.book("good-" + step, step));
            assertThat(agent.resultOf("good-" + step).state()).isEqualTo("committed");
        }
        assertThat(machineThreads()).isEqualTo(threads);
    }

    @Test
    void shouldRejectAnUnknownToolAndSayWhich() throws Exception {
        int before = agent.countDeadLetters();

        agent.send(null, null, Installation.command("c-unknown", "s1", "teleport"));

        assertThat(agent.resultOf("c-unknown")).satisfies(result -> {
            assertThat(result.state()).isEqualTo("rejected");
            assertThat(result.reason()).isEqualTo("unknown_tool");
            assertThat(result.error()).contains("teleport");
        });
        assertThat(agent.countDeadLetters()).isEqualTo(before);
    }

    @Test
    void shouldKeepMalformedJson() throws Exception {
        byte[] value = utf8("{\"command_id\": \"c-1\", \"tenant_id\": ");

        assertThat(givenUp(KEY, value)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.MALFORMED_JSON);
            assertThat(letter.detail()).startsWith("The value is no Command in JSON: ");
            assertThat(letter.key()).isEqualTo(ByteBuffer.wrap(KEY));
            assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value));
        });
    }

    @Test
    void shouldKeepACommandWithoutTenant() throws Exception {
        byte[] value = utf8("""
                {"command_id": "c-1", "run_id": "run-1", "step_id": "s1", "agent_id": "agent-7", "tool": "book"}""");

        assertThat(givenUp(null, value)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.MISSING_TENANT);
            assertThat(letter.detail()).contains("tenant_id");
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value));
        });
    }

    @Test
    void shouldKeepAvroOfAForeignSchema() throws Exception {
        int schema = sluice.registry().register("orders-value", """
                {"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": "number", "type": "string"}]}""");
        byte[] order = {14, 'o', 'r', 'd', 'e', 'r', '-', '7'};
        byte[] value = ByteBuffer.allocate(5 + order.length)
                .put((byte) 0)
                .putInt(schema)
                .put(order)
                .array();

        assertThat(givenUp(null, value)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.FOREIGN_SCHEMA);
            assertThat(letter.detail()).contains("shop.Order", "io.sluice.schemas.Command");
            assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value));
        });
    }

    @Test
    void shouldKeepAvroOfASchemaThatNobodyRegistered() throws Exception {
        byte[] value = {0, 0x7f, 0, 0, 1, 2};

        assertThat(givenUp(null, value)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.UNKNOWN_SCHEMA_ID);
            assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value));
        });
    }

    @Test
    void shouldKeepATombstone() throws Exception {
        assertThat(givenUp(KEY, null)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.EMPTY);
            assertThat(letter.key()).isEqualTo(ByteBuffer.wrap(KEY));
            assertThat(letter.value()).isNull();
        });
    }

    @Test
    void shouldKeepAllOfARecordOfFiveMegabytes() throws Exception {
        assertThat(givenUp(null, FIVE_MB)).satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(UndecodableException.TOO_LARGE);
            assertThat(letter.detail()).contains("has " + FIVE_MB.length + " bytes; at most " + 256 * 1024);
            assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(FIVE_MB));
        });
    }

    /** Nothing gets in, so nothing is lost: whoever sends it is told at once. */
    @Test
    void shouldLeaveItToProducerAndBrokerToRefuseWhatIsLarger() throws Exception {
        try (Proposer untuned = new Proposer(sluice, app.codecs(), Map.of())) {
            assertThatThrownBy(() -> untuned.send(0, null, FIVE_MB)).hasCauseInstanceOf(RecordTooLargeException.class);
        }
        assertThatThrownBy(() -> agent.send(0, null, new byte[7 * MIB]))
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void shouldGoOnWithoutTheBytesWhereTheTopicsLimitWasRaised() throws Exception {
        setMaxMessageBytes(10 * MIB);

        assertBytesLeftOut(givenUp(KEY, new byte[9 * MIB]));

        setMaxMessageBytes(6 * MIB);
    }

    /** The broker's limit holds for what was compressed and says nothing of what comes out. */
    @Test
    void shouldGoOnWithoutTheBytesOfARecordThatUnpacksToMoreThanTheLimit() throws Exception {
        try (Proposer packing = new Proposer(sluice, app.codecs(), LARGE_PACKED)) {
            assertBytesLeftOut(packing.deadLetterOf(packing.send(0, KEY, new byte[12 * MIB])));
        }
    }

    private static void assertBytesLeftOut(DeadLetter letter) {
        assertThat(letter.reason()).isEqualTo(UndecodableException.TOO_LARGE);
        assertThat(letter.detail()).contains("left out");
        assertThat(letter.value()).isNull();
    }

    private DeadLetter givenUp(byte @Nullable [] key, byte @Nullable [] value) throws Exception {
        return agent.deadLetterOf(agent.send(0, key, value));
    }

    private void setMaxMessageBytes(int bytes) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", sluice.config().bootstrapServers()))) {
            ConfigResource commands = new ConfigResource(
                    ConfigResource.Type.TOPIC, sluice.config().topics().commands());
            ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
            admin.incrementalAlterConfigs(Map.of(commands, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** A thread that failed would have been replaced. */
    private Set<Thread> machineThreads() {
        String name = sluice.config().topics().machineApplication();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name)
                        && thread.getName().contains("StreamThread")
                        && thread.isAlive())
                .collect(Collectors.toSet());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
