package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.AppConfig;
import io.sluice.provider.ProviderClient;
import io.sluice.query.Instances;
import io.sluice.query.KafkaFrontDoor;
import io.sluice.query.LocalViews;
import io.sluice.query.Peers;
import io.sluice.query.Queries;
import io.sluice.query.Vouching;
import io.sluice.query.rest.Callers;
import io.sluice.query.rest.RestServer;
import io.sluice.query.rest.Services;
import io.sluice.relay.Relay;
import io.sluice.topology.JournaledClaims;
import io.sluice.topology.KafkaSettings;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance with everything that belongs to it. Started in order, by one thread; may be closed at any time, by another. */
final class Application implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Application.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final AppConfig config;
    private final Path logFile;
    private final Consumer<String> tell;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param logFile where the log goes
     * @param tell is given lines for the user
     */
    Application(AppConfig config, Path logFile, Consumer<String> tell) {
        this.config = config;
        this.logFile = logFile;
        this.tell = tell;
    }

    /**
     * Starts every part and returns when all of them work. What cannot work is told by an exception with one sentence:
     * {@link Failure}, {@link io.sluice.topology.StartupException} or {@link io.sluice.relay.RelayException}.
     *
     * @return completes with one sentence when the instance has stopped by itself
     */
    CompletableFuture<String> start() throws InterruptedException {
        // Listens first, so that an occupied port is found before anything is touched; closed first of all as well.
        RestServer server =
                RestServer.listen(config.http().host(), config.http().port(), Addresses.ownNames(config.http()));
        closing(server);
        HostInfo self = Addresses.advertised(config.http(), server.port());
        SluiceConfig sluice = config.sluice(self);
        SluiceApp app = startApp(sluice);
        KafkaFrontDoor frontDoor = new KafkaFrontDoor(
                new KafkaProducer<>(new KafkaSettings(sluice).producer("front-door")),
                config.topics(),
                app.codecs(),
                new KafkaCatalogs(sluice, app.codecs(), clock),
                () -> JournaledClaims.of(sluice, app.codecs()),
                new Vouching(
                        config.approvalKeys().signer(), config.approvalKeys().verify()),
                config.http().trustCallers(),
                clock);
        closing(frontDoor);
        Peers peers = new Peers();
        closing(peers);
        // Before the relay: a command that comes before its tool is refused for good.
        new StartupCatalog(frontDoor).apply(config.catalogFiles());
        Relay relay = startRelay(app.codecs());
        await(app);
        Queries queries = new Queries(LocalViews.of(app.views()), Instances.of(app.locator()), peers);
        Callers callers = new Callers(config.people(), config.http().trustCallers(), clock);
        server.serve(new Services(queries, frontDoor, callers, app::isRunning, () -> status(relay, self)));
        tell.accept(
                "Sluice is ready: http://" + config.http().host() + ":" + server.port() + " (log: " + logFile + ")");
        Reminders.of(config).forEach(tell);
        return app.failure();
    }

    /** Closes in the reverse order of the start, but the REST API first, so that nothing comes in that goes nowhere. */
    @Override
    public void close() {
        Deque<AutoCloseable> open;
        synchronized (this) {
            closed = true;
            open = new ArrayDeque<>(parts);
            parts.clear();
        }
        if (!open.isEmpty()) {
            close(open.removeFirst());
        }
        open.descendingIterator().forEachRemaining(Application::close);
    }

    private SluiceApp startApp(SluiceConfig sluice) {
        ProviderClient provider = new ProviderClient(config.providers(), clock);
        closing(provider);
        SluiceApp app = SluiceApp.start(
                sluice,
                new ConfluentRegistry(config.registryUrl().toString()),
                (intent, contract, mayFire) -> provider.dispatch(intent, contract, mayFire::getAsBoolean));
        closing(app);
        return app;
    }

    private @Nullable Relay startRelay(Codecs codecs) throws InterruptedException {
        if (config.relay() == null) {
            return null;
        }
        Relay relay = new Relay(config.relay(), codecs.deadLetter()::toBytes);
        relay.start();
        closing(relay);
        return relay;
    }

    private void await(SluiceApp app) throws InterruptedException {
        long remindedAt = System.nanoTime();
        while (!app.awaitRunning(TICK)) {
            String failed = app.failure().getNow("");
            if (!failed.isEmpty()) {
                throw new Failure(failed);
            }
            if (System.nanoTime() - remindedAt >= REMINDER.toNanos()) {
                tell.accept(
                        "Still waiting for a share of the work: state is being read, or another instance has not let"
                                + " go yet.");
                remindedAt = System.nanoTime();
            }
        }
    }

    private static ObjectNode status(@Nullable Relay relay, HostInfo self) {
        return RelayReport.of(relay == null ? null : relay.status(), self.host() + ":" + self.port());
    }

    /** From now on {@code part} is closed with the whole; at once if that has happened already. */
    private void closing(AutoCloseable part) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                parts.addLast(part);
            }
        }
        if (late) {
            close(part);
            throw new Failure("Stopped while starting.");
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("{} did not close well", part.getClass().getSimpleName(), e);
        }
    }
}
