package io.sluice.query.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators and orchestrators ask: life, readiness, the relay. */
final class OperationRoutes {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Supplier<@Nullable Services> maybe;
    private final Supplier<Services> services;

    /**
     * @param maybe null while the application starts
     * @param services refuses while the application starts
     */
    OperationRoutes(Supplier<@Nullable Services> maybe, Supplier<Services> services) {
        this.maybe = maybe;
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> Answers.json(context, Map.of("status", "live")));
        routes.get("/health/ready", this::ready);
        routes.get("/v1/relay", this::relay);
    }

    private void ready(Context context) {
        Services known = maybe.get();
        if (known == null) {
            Answers.json(context, UNAVAILABLE, Map.of("status", "starting"));
        } else if (known.running().getAsBoolean()) {
            Answers.json(context, OK, Map.of("status", "ready"));
        } else {
            Answers.json(context, UNAVAILABLE, Map.of("status", "stopped"));
        }
    }

    private void relay(Context context) {
        Services ready = services.get();
        Answers.json(
                context,
                ready.queries().ofEach(Requests.question(context), ready.relay().get()));
    }
}
