package io.sluice.topology.machine;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.DocumentCache;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.identity.Identities;
import io.sluice.saga.Command;
import io.sluice.saga.Limits;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import io.sluice.topology.serde.UndecodableException;
import io.sluice.topology.sink.Clocks;
import io.sluice.topology.sink.Dispatcher;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** One task that can stop, die and start again on the state it left, which the topology test driver cannot show. */
final class TaskFixture {

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final ManualClock clock = new ManualClock();
    final FakeProvider provider = new FakeProvider(clock);
    final FakeLog log = new FakeLog();
    final Codecs codecs = new Codecs(new InMemoryRegistry(), topics.prefix());
    final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(Topics.MACHINE_STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    private final Dispatcher dispatcher =
            new Dispatcher(provider, log, codecs, new Clocks(clock, clock::nanos), provider, 16, Duration.ofSeconds(1));
    private final MachineProcessor processor = new MachineProcessor(new MachineEnvironment(
            topics,
            1,
            codecs,
            new DocumentCache(),
            Limits.DEFAULTS,
            MachineFixture.KEYS.verify(),
            Identities.NONE,
            false,
            clock,
            () -> 0,
            this::nextIncarnation,
            dispatcher));
    private String incarnation = "";
    private long offset;
    private @Nullable MockProcessorContext<byte[], byte[]> context;

    /** Reads a store. */
    static MachineStore reader(KeyValueStore<Bytes, byte[]> store, Codecs codecs) {
        return new MachineStore(store, codecs, () -> {
            throw new UnsupportedOperationException("this one only reads");
        });
    }

    /** Begins a life on the state that is there. The same processor object is used again, as after a suspension. */
    void start(String name) {
        incarnation = name;
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "machine");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), new File("."));
        if (!store.isOpen()) {
            store.init(context.getStateStoreContext(), store);
        }
        context.addStateStore(store);
        processor.init(context);
    }

    /** Ends in order: the task says what it did not call. */
    void stop() {
        processor.close();
    }

    /** Ends without a word. */
    void die() {
        List<FakeLog.Message> before = log.take();
        provider.forget();
        processor.close();
        log.take();
        log.restore(before);
    }

    void applyCatalog() {
        pipe(
                topics.catalog(),
                codecs.catalog().toBytes(new CatalogRecord("v1", "platform", clock.instant(), Samples.catalog())),
                0);
    }

    void propose(Command command) {
        pipe(topics.commands(), codecs.command().toBytes(command), offset++);
    }

    /** The reviewer's service signs the decision and sends it. */
    void decide(ReviewerDecision decision) {
        pipe(
                topics.decisions(),
                codecs.decision().toBytes(MachineFixture.KEYS.signer().sign(decision)),
                offset++);
    }

    void pipeIntent(Intent intent, long at) {
        pipe(topics.intents(), codecs.intent().toBytes(intent), at);
    }

    void pipe(String topic, byte[] value, long at) {
        context().setRecordMetadata(topic, 0, at);
        processor.process(new Record<>(new byte[] {1}, value, clock.millis()));
    }

    /** Delivers what was written to outcomes. */
    void deliver() {
        log.take().forEach(message -> pipe(topics.outcomes(), message.value().get(), offset++));
    }

    void advance(Duration by) {
        clock.advance(by);
        context().scheduledPunctuators().stream()
                .filter(scheduled -> !scheduled.cancelled())
                .toList()
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(clock.millis()));
    }

    /** The intents written since. */
    List<Intent> intents() {
        List<Intent> intents = new ArrayList<>();
        context().forwarded(Topics.sink(topics.intents())).forEach(forwarded -> {
            try {
                intents.add(codecs.intent().fromBytes(forwarded.record().value()));
            } catch (UndecodableException e) {
                throw new AssertionError(e);
            }
        });
        context().resetForwards();
        return intents;
    }

    /** Whether a commit was asked for since. */
    boolean committed() {
        boolean asked = context().committed();
        context().resetCommit();
        return asked;
    }

    OutcomeMessage message(FakeLog.Message message) {
        try {
            return codecs.outcome().fromBytes(message.value().get());
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    void close() {
        store.close();
    }

    private String nextIncarnation() {
        return incarnation;
    }

    private MockProcessorContext<byte[], byte[]> context() {
        if (context == null) {
            throw new IllegalStateException("the task was not started");
        }
        return context;
    }
}
