package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.identity.Right;
import io.sluice.query.Question;
import io.sluice.saga.Bounds;
import io.sluice.saga.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** What operators do to a saga: resolve, retry, skip, cancel, roll back, compensate. */
final class RepairRoutes {
    private static final int ACCEPTED = 202;

    private final Supplier<Services> services;

    RepairRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/sagas/{tenant}/{key}/operations", this::operate);
    }

    /** An operation on a saga that is not there would be refused where nobody sees it, so that is looked up first. */
    private void operate(Context context) {
        ObjectNode operation = Requests.object(context, Bounds.INPUT_BYTES, "an operation");
        String tenant = Requests.tenantInPath(context);
        String key = context.pathParam("key");
        String sagaId = tenant + "/" + key;
        Requests.agree(operation, "tenant_id", tenant);
        Requests.agree(operation, "saga_id", sagaId);
        services.get().callers().sign(context, Right.OPERATE, operation, "who", tenant);
        if (!operation.has("operation_id")) {
            operation.put("operation_id", UUID.randomUUID().toString());
        }
        services.get()
                .queries()
                .saga(
                        sagaId,
                        new Question("/v1/sagas/" + Requests.encoded(tenant) + "/" + Requests.encoded(key), false));
        Operation taken =
                services.get().frontDoor().operate(operation.toString().getBytes(StandardCharsets.UTF_8));
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        accepted.put("operation_id", taken.operationId());
        accepted.put("saga_id", taken.sagaId());
        accepted.put("kind", taken.kind().name().toLowerCase(Locale.ROOT));
        Answers.json(context, ACCEPTED, accepted);
    }
}
