package io.sluice.topology.machine;

import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.TestKeys;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.DocumentCache;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.LedgerEvent;
import io.sluice.effect.Intent;
import io.sluice.identity.Identities;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SideEffect;
import io.sluice.topology.IdentityHeader;
import io.sluice.topology.Topics;
import io.sluice.topology.claims.LedgerEnvironment;
import io.sluice.topology.claims.LedgerTopology;
import io.sluice.topology.serde.AvroSerde;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.DeadLetter;
import io.sluice.topology.serde.InMemoryRegistry;
import io.sluice.topology.serde.UndecodableException;
import io.sluice.topology.sink.Clocks;
import io.sluice.topology.sink.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The machine's topology on the test driver, with everything outside it in the test's hand. */
final class MachineFixture implements AutoCloseable {

    static final TestKeys KEYS = TestKeys.named("reviews");

    static final TestKeys ISSUER = TestKeys.named("agents");
    static final Identities IDENTITIES =
            new Identities(Map.of("agents", ISSUER.pair().getPublic()), Identities.AUDIENCE, Set.of("trusted-1"));

    static final String INCARNATION = "life-1";

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final ManualClock clock = new ManualClock();
    final FakeProvider provider = new FakeProvider(clock);
    final FakeLog log = new FakeLog();
    final Codecs codecs = new Codecs(new InMemoryRegistry(), topics.prefix());
    final Dispatcher dispatcher =
            new Dispatcher(provider, log, codecs, new Clocks(clock, clock::nanos), provider, 16, Duration.ofSeconds(1));
    private final TopologyTestDriver driver;
    private final @Nullable LedgerApart ledger;

    private MachineFixture(int partitions, boolean apart) {
        MachineEnvironment environment = new MachineEnvironment(
                topics,
                partitions,
                codecs,
                new DocumentCache(),
                Limits.DEFAULTS,
                KEYS.verify(),
                IDENTITIES,
                false,
                clock,
                () -> 0,
                () -> INCARNATION,
                dispatcher);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "machine");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, Path.of("target", "streams").toString());
        Topology machine = MachineTopology.build(environment);
        driver = new TopologyTestDriver(
                apart ? machine : LedgerTopology.add(machine, LedgerEnvironment.of(environment)),
                settings,
                clock.instant());
        ledger = apart ? new LedgerApart(environment, settings, driver) : null;
    }

    /** A machine of one partition that is open and has a catalog. */
    static MachineFixture ready() {
        return ready(fresh());
    }

    /** The same, whose claims can be held back. */
    static MachineFixture apart() {
        return ready(new MachineFixture(1, true));
    }

    private static MachineFixture ready(MachineFixture machine) {
        machine.deliver();
        machine.applyCatalog();
        return machine;
    }

    /** A machine of one partition that has just started. */
    static MachineFixture fresh() {
        return new MachineFixture(1, false);
    }

    /** A machine that owns partition 0 of several. */
    static MachineFixture ofPartitions(int partitions) {
        return new MachineFixture(partitions, false);
    }

    void applyCatalog() {
        applyCatalog(Samples.catalog());
    }

    void applyCatalog(List<String> documents) {
        pipe(
                topics.catalog(),
                "catalog",
                codecs.catalog().toBytes(new CatalogRecord("v1", "platform", clock.instant(), documents)));
    }

    void propose(Command command) {
        pipe(topics.commands(), "any", codecs.command().toBytes(command));
    }

    /** The reviewer's service signs the decision and sends it. */
    void decide(ReviewerDecision decision) {
        pipe(topics.decisions(), "any", codecs.decision().toBytes(KEYS.signer().sign(decision)));
    }

    /** Proposes with a token, or with what stands in its place. */
    void propose(Command command, String token) {
        pipe(
                topics.commands(),
                "any",
                codecs.command().toBytes(command),
                new RecordHeaders().add(IdentityHeader.NAME, token.getBytes(StandardCharsets.UTF_8)));
    }

    void pipe(String topic, @Nullable String key, byte @Nullable [] value) {
        pipe(topic, key, value, new RecordHeaders());
    }

    void pipe(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        input.pipeInput(new TestRecord<>(keyBytes, value, headers, clock.instant()));
        if (ledger != null) {
            ledger.exchange();
        }
    }

    /** The ledger, where it is apart. */
    LedgerApart ledger() {
        return Objects.requireNonNull(ledger);
    }

    /** Delivers what was written to outcomes; how many messages these were. */
    int deliver() {
        List<FakeLog.Message> messages = log.take();
        messages.forEach(message ->
                pipe(topics.outcomes(), message.key(), message.value().get()));
        return messages.size();
    }

    /** Lets calls run and delivers their outcomes until nothing moves. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = provider.run() + deliver() > 0;
        }
    }

    void advance(Duration by) {
        clock.advance(by);
        driver.advanceWallClockTime(by);
        if (ledger != null) {
            ledger.advance(by);
        }
    }

    /** The metrics of this name in Sluice's own group. */
    List<Metric> metrics(String name) {
        return driver.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals("stream-sluice-metrics"))
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric.class::cast)
                .toList();
    }

    KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(Topics.MACHINE_STORE);
    }

    @Nullable
    Saga saga(String sagaId) {
        return TaskFixture.reader(store(), codecs).saga(sagaId);
    }

    /** The saga that {@code command} began. */
    Saga sagaOf(Command command) {
        return Objects.requireNonNull(saga(SagaIds.of(command)), command.commandId() + " began no saga");
    }

    /** A command for the tool {@code book}, made now. */
    Command book(String step) {
        return Samples.command("book", step, clock.instant());
    }

    List<ClaimAnswer> claimAnswers() {
        return read(topics.claimAnswers(), codecs.claimAnswer());
    }

    /** What the claim ledger has journaled since this was last asked. */
    List<LedgerEvent> ledgerEvents() {
        return read(topics.claimJournal(), codecs.claimJournal()).stream()
                .map(LedgerEntry::event)
                .toList();
    }

    /** Whether nobody claims anything. */
    boolean isLedgerEmpty() {
        return LedgerApart.isEmpty(driver.getKeyValueStore(Topics.LEDGER_STORE));
    }

    List<JournalEntry> journal() {
        return read(topics.journal(), codecs.journal());
    }

    List<CommandResult> results() {
        return read(topics.commandResults(), codecs.commandResult());
    }

    List<SideEffect> sideEffects() {
        return read(topics.sideEffects(), codecs.sideEffect());
    }

    List<Intent> intents() {
        return read(topics.intents(), codecs.intent());
    }

    List<Output.PublishIntegrationEvent> events() {
        return read(topics.integrationEvents(), codecs.integrationEvent());
    }

    List<DeadLetter> deadLetters() {
        return read(topics.deadLetters(), codecs.deadLetter());
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    @Override
    public void close() {
        if (ledger != null) {
            ledger.close();
        }
        driver.close();
    }

    private <T> List<T> read(String topic, AvroSerde<T> serde) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : records(topic)) {
            try {
                values.add(serde.fromBytes(record.value()));
            } catch (UndecodableException e) {
                throw new AssertionError(topic + " holds something else", e);
            }
        }
        return values;
    }
}
