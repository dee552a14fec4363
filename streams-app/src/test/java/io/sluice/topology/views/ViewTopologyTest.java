package io.sluice.topology.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogRecord;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewTopologyTest {

    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final String SAGA = "acme/1";

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final Codecs codecs = new Codecs(new InMemoryRegistry(), topics.prefix());
    private final List<byte[]> journal = new ArrayList<>();
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<byte[], byte[]> input =
            driver.createInputTopic(topics.journal(), new ByteArraySerializer(), new ByteArraySerializer());
    private final ViewReader views = new ViewReader(() -> List.of(store()), codecs);
    private long partitionSequence;
    private Instant now = START;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldFoldTheJournalIntoARow() {
        happen(1, deferred("c-1"));
        happen(2, ended());

        assertThat(views.saga(SAGA)).map(Saga::status).contains(SagaStatus.COMMITTED);
        assertThat(views.history(SAGA, 0, 10))
                .extracting(JournalEntry::sagaSequence)
                .containsExactly(1L, 2L);
        assertThat(views.sagasOfCommand("acme", "c-1")).contains(SAGA);
    }

    @Test
    void shouldListByStatusWithTheLastChangedFirst() {
        happen("acme/1", 1, deferred("acme/1", "c-1"));
        happen("acme/2", 1, deferred("acme/2", "c-2"));
        happen("acme/3", 1, deferred("acme/3", "c-3"));
        happen("acme/1", 2, new SagaEvent.CommandDuplicated("c-1b"));
        happen("acme/3", 2, ended());

        assertThat(views.list("acme", SagaStatus.PENDING, null, 10))
                .extracting(Saga::sagaId)
                .containsExactly("acme/1", "acme/2");
        assertThat(views.list("acme", SagaStatus.PENDING, null, 1)).hasSize(1);
        assertThat(views.list("acme", SagaStatus.COMMITTED, null, 10))
                .extracting(Saga::sagaId)
                .containsExactly("acme/3");
        assertThat(views.sagasOfCommand("acme", "c-1b")).contains("acme/1");
    }

    @Test
    void shouldGoOnWithAListAndAHistoryWhereTheyWereLeft() {
        happen("acme/1", 1, deferred("acme/1", "c-1"));
        happen("acme/2", 1, deferred("acme/2", "c-2"));
        happen("acme/3", 1, deferred("acme/3", "c-3"));
        happen("acme/1", 2, new SagaEvent.CommandDuplicated("c-1b"));

        Saga first = views.list("acme", SagaStatus.PENDING, null, 1).getFirst();
        assertThat(views.list("acme", SagaStatus.PENDING, ViewPlace.of(first), 10))
                .extracting(Saga::sagaId)
                .containsExactly("acme/3", "acme/2");
        JournalEntry begun = views.history("acme/1", 0, 1).getFirst();
        assertThat(views.history("acme/1", begun.partitionSequence(), 10))
                .extracting(JournalEntry::sagaSequence)
                .containsExactly(2L);
    }

    @Test
    void shouldFindTheSagaUnderWhoseKeyACommandWasRefused() {
        happen("acme/1", 0, new SagaEvent.InputRejected("propose", "c-1", "unknown_tool", "no such tool"));
        happen("acme/2", 1, deferred("acme/2", "c-2"));
        happen("acme/3", 0, new SagaEvent.InputRejected("propose", "c-2", "unknown_tool", "a twin of another saga"));

        assertThat(views.sagasOfCommand("acme", "c-1")).containsExactly("acme/1");
        assertThat(views.sagasOfCommand("acme", "c-2")).containsExactly("acme/2");
    }

    @Test
    void shouldKeepTenantsApart() {
        happen("acme/1", 1, deferred("acme/1", "c-1"));
        happen("acme2/1", 1, deferred("acme2/1", "c-1"));

        assertThat(views.tenants()).containsExactly("acme", "acme2");
        assertThat(views.list("acme", SagaStatus.PENDING, null, 10))
                .extracting(Saga::tenantId)
                .containsExactly("acme");
        assertThat(views.sagasOfCommand("acme2", "c-1")).contains("acme2/1");
    }

    @Test
    void shouldPassOverWhatARowAlreadyHolds() {
        happen(1, deferred("c-1"));
        happen(2, ended());
        Saga before = views.saga(SAGA).orElseThrow();

        journal.forEach(value -> input.pipeInput(key(SAGA), value));

        assertThat(views.saga(SAGA)).contains(before);
        assertThat(views.history(SAGA, 0, 10)).hasSize(2);
    }

    @Test
    void shouldFoldAllThatOneInputChanged() {
        happen(1, deferred("c-1"), new SagaEvent.CommandDuplicated("c-2"));
        happen(3, ended());

        assertThat(views.saga(SAGA)).map(Saga::sequence).contains(3L);
        assertThat(views.history(SAGA, 0, 10)).hasSize(2);
        assertThat(views.sagasOfCommand("acme", "c-2")).contains(SAGA);
        assertThat(views.list("acme", SagaStatus.PENDING, null, 10)).isEmpty();
        assertThat(views.list("acme", SagaStatus.COMMITTED, null, 10)).hasSize(1);
    }

    @Test
    void shouldFoldASagaAnewFromTheJournalWhenTheRowLacksEntries() {
        happen(1, deferred("c-1"));
        unseen(2, new SagaEvent.CommandDuplicated("c-2"));
        happen(3, ended());

        assertThat(views.saga(SAGA)).map(Saga::sequence).contains(3L);
        assertThat(views.history(SAGA, 0, 10)).hasSize(3);
        assertThat(views.sagasOfCommand("acme", "c-2")).contains(SAGA);
        assertThat(views.list("acme", SagaStatus.PENDING, null, 10)).isEmpty();
    }

    @Test
    void shouldStopWithAClearWordWhenTheJournalItselfLacksEntries() {
        happen(1, deferred("c-1"));

        assertThatThrownBy(() -> happen(3, ended()))
                .isInstanceOf(StreamsException.class)
                .rootCause()
                .hasMessageContaining("lacks entries of saga acme/1");
    }

    @Test
    void shouldBeginAnewWhenAnEndedSagaWasForgottenAndItsKeyCameAgain() {
        happen(1, deferred("c-1"));
        happen(2, ended());
        now = now.plus(Duration.ofDays(8));
        happen(1, deferred("c-9"));

        assertThat(views.saga(SAGA)).map(saga -> saga.command().commandId()).contains("c-9");
        assertThat(views.list("acme", SagaStatus.COMMITTED, null, 10)).isEmpty();
        assertThat(views.history(SAGA, 0, 10)).hasSize(3);
    }

    @Test
    void shouldKeepARefusalBeforeAnySagaAsHistoryOnly() {
        happen(0, new SagaEvent.InputRejected("propose", "c-1", "unknown_tool", "no such tool"));

        assertThat(views.saga(SAGA)).isEmpty();
        assertThat(views.history(SAGA, 0, 10)).hasSize(1);
    }

    @Test
    void shouldPassOverFactsOfThePartition() {
        input.pipeInput(
                key("system/0"),
                codecs.journal()
                        .toBytes(new JournalEntry(
                                "system",
                                "system",
                                0,
                                1,
                                JournalEntry.NO_HASH,
                                START,
                                List.of(JournalEntry.CatalogApplied.of(
                                        new CatalogRecord("v1", "platform", START, List.of()), "")))));

        assertThat(views.tenants()).isEmpty();
    }

    private void happen(long sequence, SagaEvent... events) {
        happen(SAGA, sequence, events);
    }

    private void happen(String sagaId, long sequence, SagaEvent... events) {
        input.pipeInput(key(sagaId), record(sagaId, sequence, events));
    }

    /** Is in the journal but never reached the view. */
    private void unseen(long sequence, SagaEvent event) {
        record(SAGA, sequence, event);
    }

    private byte[] record(String sagaId, long sequence, SagaEvent... events) {
        partitionSequence++;
        now = now.plusSeconds(1);
        byte[] value = codecs.journal()
                .toBytes(JournalEntry.ofSaga(
                        sagaId.substring(0, sagaId.indexOf('/')),
                        sagaId,
                        sequence,
                        partitionSequence,
                        JournalEntry.NO_HASH,
                        now,
                        List.of(events)));
        journal.add(value);
        return value;
    }

    private static SagaEvent deferred(String commandId) {
        return deferred(SAGA, commandId);
    }

    private static SagaEvent deferred(String sagaId, String commandId) {
        Command command = CommandBuilder.ofTool("book", START)
                .id(commandId)
                .tenant(sagaId.substring(0, sagaId.indexOf('/')))
                .build();
        return new SagaEvent.CommandDeferred(sagaId, command, "hash", START.plusSeconds(60));
    }

    private static SagaEvent ended() {
        return new SagaEvent.SagaEnded(SagaStatus.COMMITTED, null, null);
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(Topics.VIEWS_STORE);
    }

    private static byte[] key(String sagaId) {
        return sagaId.getBytes(StandardCharsets.UTF_8);
    }

    private TopologyTestDriver driver() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "views");
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, Path.of("target", "streams").toString());
        return new TopologyTestDriver(
                ViewTopology.build(topics, codecs, (partition, key, lastOffset) -> List.copyOf(journal)), settings);
    }
}
