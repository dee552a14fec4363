package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.TargetVersion;
import io.sluice.identity.Right;
import io.sluice.query.Refusal;
import io.sluice.saga.Bounds;
import io.sluice.saga.Corrections;
import io.sluice.saga.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/** Which version a target has, and what operators say of it where its owner has said something wrong. */
final class VersionRoutes {
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    private final Supplier<Services> services;

    VersionRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/versions", this::set);
        routes.get("/v1/versions", this::show);
    }

    private void set(Context context) {
        ObjectNode operation = Requests.object(context, Bounds.INPUT_BYTES, "what is said of a target's version");
        services.get()
                .callers()
                .sign(
                        context,
                        Right.OPERATE,
                        operation,
                        "who",
                        operation.path("tenant_id").asText());
        if (!(awaited(operation, "set_version") instanceof LedgerEvent.VersionCorrected corrected)) {
            throw new Refusal(
                    CONFLICT,
                    "older_version",
                    "The owner has said something since then, so that holds: look at the target again.",
                    null);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("operation_id", corrected.claimId());
        answer.put("subject", corrected.target().subject());
        answer.put("version", corrected.target().version());
        answer.put("before", corrected.before());
        Answers.json(context, OK, answer);
    }

    private void show(Context context) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        String type = context.queryParam("target_type");
        String id = context.queryParam("target_id");
        if (id == null) {
            throw Refusal.invalid("invalid_parameter", "target_id is missing: say of which target.");
        }
        String tenant = Requests.tenantInQuery(context);
        operation.put("tenant_id", tenant);
        operation.putObject("target").put("type", type).put("id", id);
        operation.put("who", "operator").put("why", "to see it"); // of a question the journal keeps neither
        services.get().callers().ask(context, operation, tenant);
        if (!(awaited(operation, "show_version") instanceof LedgerEvent.VersionTold told)) {
            throw new IllegalStateException("a question is answered");
        }
        TargetVersion target = told.target();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("subject", TargetVersion.subject(type, id));
        answer.put("version", target == null ? null : target.version());
        answer.put("changed_at", target == null ? null : target.changedAt().toString());
        Answers.json(context, OK, answer);
    }

    private LedgerEvent awaited(ObjectNode operation, String kind) {
        String tenant = operation.path("tenant_id").asText();
        if (!Tenants.isValid(tenant)) {
            throw Refusal.invalid("invalid_tenant", "The tenant is missing, or no name that a tenant can have.");
        }
        Requests.agree(operation, "saga_id", Corrections.sagaId(tenant));
        Requests.agree(operation, "kind", kind);
        if (!operation.has("operation_id")) {
            operation.put("operation_id", UUID.randomUUID().toString());
        }
        return services.get()
                .frontDoor()
                .operateOnVersion(operation.toString().getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> Refusal.unavailable(
                        "It is written, but the claim ledger has not answered yet: send the same again.", null));
    }
}
