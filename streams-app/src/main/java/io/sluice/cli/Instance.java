package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.config.AppConfig;
import io.sluice.provider.ProviderClient;
import io.sluice.provider.ProviderConfig;
import io.sluice.query.Instances;
import io.sluice.query.KafkaFrontDoor;
import io.sluice.query.LocalViews;
import io.sluice.query.Peers;
import io.sluice.query.Queries;
import io.sluice.query.rest.RestServer;
import io.sluice.query.rest.Services;
import io.sluice.query.view.Json;
import io.sluice.relay.Relay;
import io.sluice.relay.RelayConfig;
import io.sluice.topology.AppliedCatalogs;
import io.sluice.topology.CatalogPublisher;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.StartupException;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance as it is run: the application, its REST API and, where it has a database, the relay. */
final class Instance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Duration RUNNING_PATIENCE = Duration.ofMinutes(2);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_CALLS = 4096;
    private static final String STARTER = "start";

    private final AppConfig config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private @Nullable RestServer rest;

    private Instance(AppConfig config) {
        this.config = config;
    }

    /**
     * Starts every part; the API is the first to listen and the last to serve.
     *
     * @throws StartupException when a part cannot be started, one sentence; nothing is left running then
     */
    static Instance start(AppConfig config) throws InterruptedException {
        Instance instance = new Instance(config);
        try {
            instance.startParts();
            return instance;
        } catch (RuntimeException | InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    String address() {
        return "http://" + config.http().host() + ":"
                + (rest == null ? config.http().port() : rest.port());
    }

    /** Completes with one sentence when the instance has failed for good. */
    CompletableFuture<String> failure() {
        return failure;
    }

    /** Stops what was started, newest first. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private void startParts() throws InterruptedException {
        RestServer server =
                keep(RestServer.listen(config.http().host(), config.http().port(), Set.of()));
        rest = server;
        SluiceConfig sluice = sluice();
        ProviderClient providers = keep(new ProviderClient(providers(), InstantSource.system()));
        SluiceApp app = keep(SluiceApp.start(
                sluice,
                new ConfluentRegistry(config.registryUrl().toString()),
                (intent, contract, mayFire) -> providers.dispatch(intent, contract, mayFire::getAsBoolean)));
        var unused = app.failure().thenAccept(failure::complete);
        if (!app.awaitRunning(RUNNING_PATIENCE)) {
            throw new StartupException("Sluice has joined its groups but was given no work within " + RUNNING_PATIENCE
                    + "; look for an instance that hangs, or for a broker that does not answer.");
        }
        KafkaFrontDoor door = keep(frontDoor(sluice, app.codecs()));
        applyCatalogs(door);
        Relay relay = relay(app.codecs());
        Peers peers = keep(new Peers());
        server.serve(new Services(
                new Queries(LocalViews.of(app.views()), Instances.of(app.locator()), peers),
                door,
                app::isRunning,
                () -> relay == null ? off() : (ObjectNode) Json.tree(relay.status())));
    }

    private static ObjectNode off() {
        return JsonNodeFactory.instance.objectNode().put("role", "off");
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private SluiceConfig sluice() {
        return new SluiceConfig(
                String.valueOf(config.kafka().get("bootstrap.servers")),
                config.kafka(),
                new Topics(config.topicPrefix()),
                config.partitions(),
                config.replicationFactor(),
                config.stateDir(),
                new HostInfo(config.http().advertisedHost(), config.http().advertisedPort()),
                config.threads(),
                config.replicationFactor() > 1 ? 1 : 0,
                MAX_CALLS,
                Duration.ofSeconds(25),
                KAFKA_PATIENCE,
                config.limits());
    }

    private List<ProviderConfig> providers() {
        return config.providers().entrySet().stream()
                .map(provider -> ProviderConfig.of(
                        provider.getKey(),
                        provider.getValue().url().toString(),
                        provider.getValue().secrets()))
                .toList();
    }

    private static KafkaFrontDoor frontDoor(SluiceConfig sluice, Codecs codecs) {
        AppliedCatalogs applied = AppliedCatalogs.of(sluice, codecs);
        Map<String, Object> producer = new HashMap<>(sluice.kafka());
        producer.put("acks", "all");
        producer.put("enable.idempotence", true);
        return new KafkaFrontDoor(
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer()),
                sluice.topics(),
                codecs,
                new KafkaFrontDoor.CatalogTopic() {
                    @Override
                    public String apply(List<String> documents, String appliedBy) throws CatalogException {
                        try (CatalogPublisher publisher = CatalogPublisher.of(sluice, codecs, InstantSource.system())) {
                            return publisher.apply(documents, appliedBy);
                        }
                    }

                    @Override
                    public CatalogSnapshot read() {
                        return applied.read();
                    }
                },
                InstantSource.system());
    }

    private void applyCatalogs(KafkaFrontDoor door) {
        if (config.catalogFiles().isEmpty()) {
            return;
        }
        try {
            List<CatalogDocument> documents = CatalogFiles.check(CatalogFiles.read(config.catalogFiles()));
            String version = door.applyCatalog(
                    documents.stream().map(CatalogDocument::json).toList(), STARTER);
            LOG.info("catalog {} is in force", version);
        } catch (CatalogException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw new StartupException("The catalog could not be applied: " + e.getMessage(), e);
        }
    }

    private @Nullable Relay relay(Codecs codecs) throws InterruptedException {
        AppConfig.Database database = config.database();
        if (database == null) {
            return null;
        }
        Topics topics = new Topics(config.topicPrefix());
        Relay relay = new Relay(
                new RelayConfig(
                        new RelayConfig.Database(
                                database.host(),
                                database.port(),
                                database.name(),
                                database.user(),
                                database.password()),
                        config.kafka(),
                        topics.commands(),
                        topics.deadLetters(),
                        RelayConfig.CaptureBy.RELAY,
                        RelayConfig.Timing.DEFAULT),
                codecs.deadLetter()::toBytes);
        relay.start();
        return keep(relay);
    }
}
