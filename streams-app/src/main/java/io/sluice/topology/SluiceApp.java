package io.sluice.topology;

import io.sluice.catalog.DocumentCache;
import io.sluice.topology.claims.LedgerEnvironment;
import io.sluice.topology.claims.LedgerTopology;
import io.sluice.topology.machine.MachineEnvironment;
import io.sluice.topology.machine.MachineTopology;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.RegistryUnavailable;
import io.sluice.topology.serde.SchemaRefused;
import io.sluice.topology.serde.SchemaRegistry;
import io.sluice.topology.sink.Clocks;
import io.sluice.topology.sink.Dispatcher;
import io.sluice.topology.sink.OutcomePublisher;
import io.sluice.topology.sink.ProviderCall;
import io.sluice.topology.views.KafkaJournalReader;
import io.sluice.topology.views.ViewLocator;
import io.sluice.topology.views.ViewReader;
import io.sluice.topology.views.ViewTopology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of Sluice: the machine, the views and the provider sink, put together and taken apart in order. */
public final class SluiceApp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SluiceApp.class);
    private static final Duration STREAMS_CLOSE = Duration.ofSeconds(20);
    private static final Duration OUTCOMES_CLOSE = Duration.ofSeconds(5);

    private final Codecs codecs;
    private final KafkaStreams machine;
    private final KafkaStreams views;
    private final ExecutorService calls;
    private final Dispatcher dispatcher;
    private final OutcomePublisher outcomes;
    private final ViewLocator locator;
    private final ViewReader reader;
    private final CountDownLatch running = new CountDownLatch(2);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private SluiceApp(SluiceConfig config, Codecs codecs, ProviderCall provider) {
        this.codecs = codecs;
        Topics topics = config.topics();
        KafkaSettings settings = new KafkaSettings(config);
        Clocks clocks = Clocks.system();
        calls = Dispatcher.virtualThreads();
        outcomes = new OutcomePublisher(
                () -> new KafkaProducer<>(settings.producer("outcomes")), topics.outcomes(), OUTCOMES_CLOSE);
        dispatcher =
                new Dispatcher(provider, outcomes, codecs, clocks, calls, config.maxCalls(), config.callPatience());
        MachineEnvironment environment = new MachineEnvironment(
                topics,
                config.partitions(),
                codecs,
                new DocumentCache(),
                config.limits(),
                config.decisionKeys(),
                config.identities(),
                config.grantsRequired(),
                clocks.wall(),
                () -> ThreadLocalRandom.current().nextDouble(),
                () -> UUID.randomUUID().toString(),
                dispatcher);
        Topology topology = LedgerTopology.add(MachineTopology.build(environment), LedgerEnvironment.of(environment));
        machine = streams(topics.machineApplication(), topology, settings.machine());
        KafkaJournalReader journal = new KafkaJournalReader(
                () -> new KafkaConsumer<>(settings.journalReader()),
                topics.journal(),
                clocks.wall(),
                Duration.ofMinutes(2));
        views = streams(topics.viewsApplication(), ViewTopology.build(topics, codecs, journal), settings.views());
        locator = new ViewLocator(views, config.applicationServer());
        reader = new ViewReader(locator::localStores, codecs);
    }

    /**
     * Starts one instance and returns while it joins its groups; {@link #awaitRunning} waits for that.
     *
     * @throws StartupException when brokers, registry, topics or the state directory cannot be used; one sentence
     */
    public static SluiceApp start(SluiceConfig config, SchemaRegistry registry, ProviderCall provider) {
        StateDirectory.check(config.stateDirectory());
        try (Admin admin = Admin.create(new KafkaSettings(config).admin())) {
            new TopicAdmin(admin, config.bootstrapServers(), config.topics(), config.startPatience())
                    .ensure(config.partitions(), config.replication());
            new GroupOffsets(admin, config.bootstrapServers(), config.topics(), config.startPatience())
                    .ensure(config.partitions());
        } catch (KafkaException e) {
            throw new StartupException(
                    "Kafka at %s cannot be used: %s.".formatted(config.bootstrapServers(), reason(e)), e);
        }
        Codecs codecs = codecs(config, registry);
        try {
            SluiceApp app = new SluiceApp(config, codecs, provider);
            app.views.start();
            app.machine.start();
            return app;
        } catch (KafkaException e) {
            throw new StartupException(
                    "Sluice could not start on state directory %s: %s.".formatted(config.stateDirectory(), reason(e)),
                    e);
        }
    }

    /** Kafka's own words: what it says on top is often only that something failed. */
    private static String reason(KafkaException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static Codecs codecs(SluiceConfig config, SchemaRegistry registry) {
        try {
            return Codecs.registered(registry, config.topics().prefix(), config.startPatience());
        } catch (SchemaRefused | RegistryUnavailable e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Waits until machine and views have their partitions; false when that takes longer than {@code patience}. */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return running.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes with one sentence when this instance has stopped by itself for good. */
    public CompletableFuture<String> failure() {
        return failure;
    }

    public boolean isRunning() {
        return machine.state().isRunningOrRebalancing() && views.state().isRunningOrRebalancing();
    }

    public ViewReader views() {
        return reader;
    }

    public ViewLocator locator() {
        return locator;
    }

    public Codecs codecs() {
        return codecs;
    }

    /**
     * Stops in order: tasks close and say what they did not call, calls under way end, their outcomes are written.
     * Leaving the groups lets the next owner begin at once instead of after a session timeout.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CloseOptions leave = CloseOptions.timeout(STREAMS_CLOSE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!machine.close(leave)) {
            log.warn("the machine did not stop within {}", STREAMS_CLOSE);
        }
        dispatcher.close();
        outcomes.close();
        calls.shutdownNow();
        if (!views.close(leave)) {
            log.warn("the views did not stop within {}", STREAMS_CLOSE);
        }
    }

    private KafkaStreams streams(String application, Topology topology, Properties settings) {
        KafkaStreams streams = new KafkaStreams(topology, settings);
        CountDownLatch once = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(new ThreadFailures(application, InstantSource.system(), failure::complete));
        streams.setStateListener((now, before) -> {
            log.info("{}: {} -> {}", application, before, now);
            if (now == KafkaStreams.State.RUNNING && once.getCount() > 0) {
                once.countDown();
                running.countDown();
            }
            if (now == KafkaStreams.State.ERROR) {
                failure.complete(application + " has stopped because it failed; its log says why.");
            }
        });
        return streams;
    }
}
