package io.sluice.query.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.query.SagaFilter;
import io.sluice.saga.SagaStatus;
import java.util.function.Supplier;

/** Sagas and their histories. A saga's id is its tenant, a slash and its key, and so is its path. */
final class SagaRoutes {
    private static final int LIST_LIMIT = 50;
    private static final int HISTORY_LIMIT = 500;

    private final Supplier<Services> services;

    SagaRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/sagas", this::list);
        routes.get("/v1/sagas/{tenant}/{key}", this::one);
        routes.get("/v1/sagas/{tenant}/{key}/history", this::history);
    }

    private void list(Context context) {
        SagaFilter filter = new SagaFilter(
                Requests.tenantInQuery(context),
                Requests.choice(context, "status", SagaStatus.class),
                Requests.flag(context, "escalated"));
        Answers.json(
                context,
                services.get()
                        .queries()
                        .list(
                                filter,
                                context.queryParam("cursor"),
                                Requests.limit(context, LIST_LIMIT),
                                Requests.question(context, "tenant", "status", "escalated", "cursor", "limit")));
    }

    private void one(Context context) {
        Answers.json(context, services.get().queries().saga(sagaId(context), Requests.question(context)));
    }

    private void history(Context context) {
        Answers.json(
                context,
                services.get()
                        .queries()
                        .history(
                                sagaId(context),
                                Requests.number(context, "after", 0, 0, Long.MAX_VALUE - 1),
                                Requests.limit(context, HISTORY_LIMIT),
                                Requests.question(context, "after", "limit")));
    }

    private static String sagaId(Context context) {
        return Requests.tenantInPath(context) + "/" + context.pathParam("key");
    }
}
