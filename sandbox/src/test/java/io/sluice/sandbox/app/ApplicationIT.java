package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogParser;
import io.sluice.saga.Command;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.topology.CatalogPublisher;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.StartupException;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class ApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MANY = 2000;
    private static final int BACKLOG = 50_000;

    private static final String CATALOG = """
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            timeout: 2s
            call: {method: POST, path: /book, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            """;

    @TempDir
    Path directory;

    @Test
    void shouldCarryCommandsToTheirEndAndAnswerQueries(Sandbox sandbox) throws Exception {
        SluiceConfig config = config(sandbox, "carry.", 2);
        CountingProvider provider = new CountingProvider(Duration.ZERO);
        try (SluiceApp app =
                SluiceApp.start(config, new ConfluentRegistry(sandbox.registry().url()), provider)) {
            assertThat(app.awaitRunning(PATIENCE)).isTrue();
            applyCatalog(config, app.codecs());
            String sagaId = SagaIds.of(propose(config, app.codecs(), 20).getFirst());

            try (JournalTap journal = new JournalTap(config, app.codecs())) {
                await().atMost(PATIENCE).until(() -> journal.ended() == 20);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(app.views().saga(sagaId))
                            .map(Saga::status)
                            .contains(SagaStatus.COMMITTED));
            assertThat(app.locator().ownerOf(sagaId)).contains(config.applicationServer());
            assertThat(provider.effects().values()).hasSize(20).containsOnly(1);
        }
    }

    @Test
    void shouldLeaveNoDoubtOverAPlannedRestartInMidStream(Sandbox sandbox) throws Exception {
        SluiceConfig config = config(sandbox, "restart.", 2);
        CountingProvider provider = new CountingProvider(Duration.ofMillis(100));
        ConfluentRegistry registry = new ConfluentRegistry(sandbox.registry().url());
        try (SluiceApp app = SluiceApp.start(config, registry, provider)) {
            assertThat(app.awaitRunning(PATIENCE)).isTrue();
            applyCatalog(config, app.codecs());
            propose(config, app.codecs(), MANY);
            await().atMost(PATIENCE).until(() -> provider.effects().size() > 50);
        }
        assertThat(provider.effects().size()).isLessThan(MANY);

        try (SluiceApp app = SluiceApp.start(config, registry, provider);
                JournalTap journal = new JournalTap(config, app.codecs())) {
            await().atMost(PATIENCE).until(() -> journal.ended() == MANY);
            assertThat(provider.effects().values()).hasSize(MANY).containsOnly(1);
            assertThat(journal.all()).noneMatch(SagaEvent.EffectAmbiguous.class::isInstance);
        }
    }

    @Test
    void shouldKeepFinishingWhatIsUnderWayBehindABacklogOfCommands(Sandbox sandbox) throws Exception {
        SluiceConfig config = config(sandbox, "backlog.", 2);
        CountingProvider provider = new CountingProvider(Duration.ofMillis(5));
        ConfluentRegistry registry = new ConfluentRegistry(sandbox.registry().url());
        try (SluiceApp app = SluiceApp.start(config, registry, provider)) {
            assertThat(app.awaitRunning(PATIENCE)).isTrue();
            applyCatalog(config, app.codecs());
            propose(config, app.codecs(), BACKLOG);
        }

        try (SluiceApp app = SluiceApp.start(config, registry, provider);
                JournalTap journal = new JournalTap(config, app.codecs())) {
            await().atMost(PATIENCE).until(() -> journal.ended() > MANY);
            assertThat(journal.mostUnderWay()).isLessThan(MANY);
        }
    }

    @Test
    void shouldRefuseTopicsWithAnotherNumberOfPartitions(Sandbox sandbox) throws Exception {
        SluiceConfig config = config(sandbox, "partitions.", 2);
        SluiceApp.start(config, new ConfluentRegistry(sandbox.registry().url()), new CountingProvider(Duration.ZERO))
                .close();

        assertRefused(sandbox, config(sandbox, "partitions.", 3), "partitions.commands has 2");
    }

    @Test
    void shouldRefuseToGuessWhereToReadOnWhenItsOffsetsWereLost(Sandbox sandbox) throws Exception {
        SluiceConfig config = config(sandbox, "offsets.", 1);
        try (SluiceApp app = SluiceApp.start(
                config, new ConfluentRegistry(sandbox.registry().url()), new CountingProvider(Duration.ZERO))) {
            assertThat(app.awaitRunning(PATIENCE)).isTrue();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.bootstrapServers()))) {
            admin.deleteConsumerGroupOffsets(
                            config.topics().machineApplication(),
                            Set.of(new TopicPartition(config.topics().outcomes(), 0)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        assertRefused(sandbox, config, "offsets.outcomes-0");
    }

    @Test
    void shouldSayThatTheBrokerDoesNotAnswer(Sandbox sandbox) {
        SluiceConfig there = config(sandbox, "away.", 1);
        SluiceConfig away = new SluiceConfig(
                "127.0.0.1:1",
                there.kafka(),
                there.topics(),
                there.partitions(),
                there.replication(),
                there.stateDirectory(),
                there.applicationServer(),
                there.streamThreads(),
                there.standbyReplicas(),
                there.maxCalls(),
                there.callPatience(),
                Duration.ofSeconds(6),
                there.limits());

        assertRefused(sandbox, away, "127.0.0.1:1 did not answer");
    }

    private static void assertRefused(Sandbox sandbox, SluiceConfig config, String because) {
        ConfluentRegistry registry = new ConfluentRegistry(sandbox.registry().url());
        assertThatThrownBy(() -> SluiceApp.start(config, registry, new CountingProvider(Duration.ZERO)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(because);
    }

    private SluiceConfig config(Sandbox sandbox, String prefix, int partitions) {
        SluiceConfig local = SluiceConfig.local(
                sandbox.broker().bootstrapServers(), directory.resolve(prefix), new HostInfo("127.0.0.1", 8080));
        return new SluiceConfig(
                local.bootstrapServers(),
                local.kafka(),
                new Topics(prefix),
                partitions,
                local.replication(),
                local.stateDirectory(),
                local.applicationServer(),
                local.streamThreads(),
                local.standbyReplicas(),
                local.maxCalls(),
                local.callPatience(),
                local.startPatience(),
                local.limits());
    }

    private static void applyCatalog(SluiceConfig config, Codecs codecs) throws Exception {
        try (CatalogPublisher publisher = CatalogPublisher.of(config, codecs, InstantSource.system())) {
            publisher.apply(
                    CatalogParser.parse("catalog.yaml", CATALOG).stream()
                            .map(CatalogDocument::json)
                            .toList(),
                    "platform");
        }
    }

    private static List<Command> propose(SluiceConfig config, Codecs codecs, int count) {
        List<Command> commands = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", config.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                Command command = command(i);
                commands.add(command);
                // An explicit partition, as producers in other languages would choose another one than Java's.
                var unused = producer.send(new ProducerRecord<>(
                        config.topics().commands(),
                        i % config.partitions(),
                        null,
                        codecs.command().toBytes(command)));
            }
        }
        return commands;
    }

    private static Command command(int number) {
        return new Command(
                "c-" + number,
                "acme",
                "run-1",
                "s" + number,
                "agent-7",
                "book",
                null,
                "case",
                "4711",
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                "{}",
                false,
                null,
                Instant.ofEpochMilli(System.currentTimeMillis()));
    }
}
