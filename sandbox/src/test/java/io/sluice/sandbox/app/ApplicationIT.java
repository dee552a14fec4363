package io.sluice.sandbox.app;

import static io.sluice.sandbox.app.Installation.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class ApplicationIT {

    private static final int MANY = 2000;
    /** Shorter than the session timeout and the validity of an intent together: nobody waited for a dead member. */
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(15);

    private static final int BACKLOG = 100_000;

    private static final String HOLDING = """
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            timeout: 2s
            hold_target: true
            call: {method: POST, path: /book, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            """;

    @TempDir
    Path directory;

    @Test
    void shouldCarryCommandsToTheirEndAndAnswerQueries(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "carry.", 2);
        CountingProvider provider = new CountingProvider(Duration.ZERO);
        try (SluiceApp app = sluice.start(provider)) {
            sluice.applyCatalog(app.codecs());
            propose(sluice, 20);

            String sagaId = Installation.sagaId(app.codecs(), command(0));
            try (JournalTap journal = new JournalTap(sluice.config(), app.codecs())) {
                await().atMost(PATIENCE).until(() -> journal.ended() == 20);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(app.views().saga(sagaId))
                            .map(Saga::status)
                            .contains(SagaStatus.COMMITTED));
            assertThat(app.locator().ownerOf(sagaId)).contains(sluice.config().applicationServer());
            assertThat(provider.effects().values()).hasSize(20).containsOnly(1);
        }
    }

    @Test
    void shouldLetOneSagaAtATimeWorkOnATargetAcrossPartitions(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "target.", 2);
        CountingProvider provider = new CountingProvider(Duration.ofMillis(20));
        try (SluiceApp app = sluice.start(provider)) {
            sluice.applyCatalog(app.codecs());
            sluice.applyCatalog(app.codecs(), HOLDING);
            propose(sluice, 30);

            try (JournalTap journal = new JournalTap(sluice.config(), app.codecs())) {
                await().atMost(PATIENCE).until(() -> journal.ended() == 30);
                assertThat(journal.all()).hasAtLeastOneElementOfType(SagaEvent.ClaimQueued.class);
            }
            assertThat(provider.effects().values()).hasSize(30).containsOnly(1);
            assertThat(provider.mostAtOnce()).isEqualTo(1);
        }
    }

    @Test
    void shouldLeaveNoDoubtOverAPlannedRestartInMidStream(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "restart.", 2);
        CountingProvider provider = new CountingProvider(Duration.ofMillis(100));
        try (SluiceApp app = sluice.start(provider)) {
            sluice.applyCatalog(app.codecs());
            propose(sluice, MANY);
            await().atMost(PATIENCE).until(() -> provider.effects().size() > 50);
        }
        int before = provider.effects().size();
        assertThat(before).isLessThan(MANY);

        try (SluiceApp app = sluice.start(provider);
                JournalTap journal = new JournalTap(sluice.config(), app.codecs())) {
            await("the first effect after a planned restart")
                    .atMost(RESUMES_WITHIN)
                    .until(() -> provider.effects().size() > before);
            await().atMost(PATIENCE).until(() -> journal.ended() == MANY);
            assertThat(provider.effects().values()).hasSize(MANY).containsOnly(1);
            assertThat(journal.all()).noneMatch(SagaEvent.EffectAmbiguous.class::isInstance);
        }
    }

    @Test
    void shouldKeepFinishingWhatIsUnderWayBehindABacklogOfCommands(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "backlog.", 2);
        CountingProvider provider = new CountingProvider(Duration.ofMillis(5));
        try (SluiceApp app = sluice.start(provider)) {
            sluice.applyCatalog(app.codecs());
        }
        propose(sluice, BACKLOG);

        try (SluiceApp app = sluice.start(provider);
                JournalTap journal = new JournalTap(sluice.config(), app.codecs())) {
            await().atMost(PATIENCE).until(() -> journal.ended() > MANY);
            assertThat(journal.mostUnderWay())
                    .as("no more is begun than has a place at the provider or may wait for one")
                    .isLessThanOrEqualTo(2 * (Limits.DEFAULTS.window() + Limits.DEFAULTS.maxWaiting()));
            assertThat(provider.effects().size()).isLessThan(BACKLOG);
        }
    }

    @Test
    void shouldRefuseTopicsWithAnotherNumberOfPartitions(Sandbox sandbox) throws Exception {
        Installation.on(sandbox, directory, "partitions.", 2)
                .start(new CountingProvider(Duration.ZERO))
                .close();

        assertRefused(Installation.on(sandbox, directory, "partitions.", 3), "partitions.commands has 2");
    }

    @Test
    void shouldRefuseToGuessWhereToReadOnWhenItsOffsetsWereLost(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "offsets.", 1);
        sluice.start(new CountingProvider(Duration.ZERO)).close();
        SluiceConfig config = sluice.config();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.bootstrapServers()))) {
            admin.deleteConsumerGroupOffsets(
                            config.topics().machineApplication(),
                            Set.of(new TopicPartition(config.topics().outcomes(), 0)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        assertRefused(sluice, "offsets.outcomes-0");
    }

    @Test
    void shouldSayThatTheBrokerDoesNotAnswer(Sandbox sandbox) {
        Installation sluice = Installation.on(sandbox, directory, "away.", 1);
        SluiceConfig there = sluice.config();
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
                there.limits(),
                there.decisionKeys(),
                there.identities(),
                there.grantsRequired());

        assertRefused(new Installation(away, sluice.registry()), "127.0.0.1:1 did not answer");
    }

    private static void assertRefused(Installation sluice, String because) {
        assertThatThrownBy(() -> sluice.start(new CountingProvider(Duration.ZERO)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(because);
    }

    private static void propose(Installation sluice, int count) {
        SluiceConfig config = sluice.config();
        Map<String, Object> settings = Map.of("bootstrap.servers", config.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                // An explicit partition, as producers in other languages would choose another one than Java's.
                var unused = producer.send(
                        new ProducerRecord<>(config.topics().commands(), i % config.partitions(), null, command(i)));
            }
        }
    }

    private static byte[] command(int number) {
        return Installation.book("c-" + number, "s" + number);
    }
}
