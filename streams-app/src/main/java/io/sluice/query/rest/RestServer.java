package io.sluice.query.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.sluice.query.Refusal;
import io.sluice.topology.StartupException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves the API. It listens before the rest of the application has started, so that an occupied port is found at once and
 * an orchestrator sees life; until {@link #serve} everything but life is answered with 503.
 */
public final class RestServer implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final AtomicReference<@Nullable Services> services = new AtomicReference<>();
    private final Javalin javalin;

    private RestServer(Set<String> names) {
        Guard guard = new Guard(names);
        javalin = Javalin.create(config -> configure(config, guard));
    }

    /**
     * Listens.
     *
     * @param port 0 for a free one
     * @param names under which clients may call this server, besides {@code localhost} and IP addresses
     * @throws StartupException when it cannot listen there
     */
    public static RestServer listen(String host, int port, Set<String> names) {
        RestServer server = new RestServer(names);
        try {
            server.javalin.start(host, port);
            return server;
        } catch (JavalinBindException e) {
            throw new StartupException(
                    ("Sluice cannot listen on %s port %d: another program has it, or the address is not of this host. Choose"
                                    + " others with http.host and http.port (--http-port, SLUICE_HTTP_PORT).")
                            .formatted(host, port),
                    e);
        } catch (JavalinException e) {
            throw new StartupException(
                    "Sluice cannot listen on %s port %d (%s): choose others with http.host and http.port."
                            .formatted(host, port, e.getMessage()),
                    e);
        }
    }

    /** From now on, questions and inputs are answered. */
    public void serve(Services ready) {
        services.set(ready);
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        var unused = javalin.stop();
    }

    private void configure(JavalinConfig config, Guard guard) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> server.setStopTimeout(STOP_TIMEOUT.toMillis()));
        RoutesConfig routes = config.routes;
        routes.before(guard);
        new SagaRoutes(this::services).addTo(routes);
        new CommandRoutes(this::services).addTo(routes);
        new ApprovalRoutes(this::services).addTo(routes);
        new GrantRoutes(this::services).addTo(routes);
        new VersionRoutes(this::services).addTo(routes);
        new RepairRoutes(this::services).addTo(routes);
        new CatalogRoutes(this::services).addTo(routes);
        new OperationRoutes(services::get, this::services).addTo(routes);
        routes.exception(Refusal.class, (refusal, context) -> Answers.problem(context, refusal));
        routes.exception(HttpResponseException.class, (e, context) -> Answers.problem(context, e));
        routes.exception(Exception.class, (e, context) -> Answers.unexpected(context, e));
    }

    private Services services() {
        Services ready = services.get();
        if (ready == null) {
            throw Refusal.unavailable("Sluice is starting: try again in a moment.", null);
        }
        return ready;
    }
}
