package io.sluice.query.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.approval.ReviewerDecision;
import io.sluice.query.Question;
import io.sluice.saga.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The approval queue. An approval's id is a tenant, a slash and a name; in a path the slash may be encoded or not. */
final class ApprovalRoutes {
    private static final int ACCEPTED = 202;
    private static final int QUEUE_LIMIT = 200;

    private final Supplier<Services> services;

    ApprovalRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/approvals", this::list);
        routes.get("/v1/approvals/{approval}", context -> show(context, context.pathParam("approval")));
        routes.get("/v1/approvals/{tenant}/{name}", context -> show(context, id(context)));
        routes.post("/v1/approvals/{approval}/decision", context -> decide(context, context.pathParam("approval")));
        routes.post("/v1/approvals/{tenant}/{name}/decision", context -> decide(context, id(context)));
    }

    private void list(Context context) {
        Answers.json(
                context,
                services.get()
                        .queries()
                        .approvals(
                                Requests.tenantInQuery(context),
                                Requests.limit(context, QUEUE_LIMIT),
                                Requests.question(context, "tenant", "limit")));
    }

    private void show(Context context, String approvalId) {
        Answers.json(context, services.get().queries().approval(approvalId, Requests.question(context)));
    }

    /** A decision on what is not there would be refused where nobody sees it, so that is looked up first. */
    private void decide(Context context, String approvalId) {
        ObjectNode decision = Requests.object(context, Bounds.INPUT_BYTES, "a decision");
        JsonNode request = services.get()
                .queries()
                .approval(approvalId, new Question("/v1/approvals/" + Requests.encoded(approvalId), false));
        Requests.agree(decision, "approval_id", approvalId);
        String tenant = request.path("tenant_id").asText();
        Requests.agree(decision, "tenant_id", tenant);
        Requests.agree(decision, "saga_id", request.path("saga_id").asText());
        services.get().callers().review(context, decision, tenant);
        if (!decision.has("subject")) {
            decision.set("subject", subject(request));
        }
        ReviewerDecision taken =
                services.get().frontDoor().decide(decision.toString().getBytes(StandardCharsets.UTF_8));
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        accepted.put("approval_id", taken.approvalId());
        accepted.put("saga_id", taken.sagaId());
        accepted.put("verdict", taken.verdict().name().toLowerCase(Locale.ROOT));
        Answers.json(context, ACCEPTED, accepted);
    }

    /** What the reviewer sees of the request, as the grant has to name it. */
    private static ObjectNode subject(JsonNode request) {
        ObjectNode subject = JsonNodeFactory.instance.objectNode();
        subject.set("approved_action", request.path("tool"));
        for (String field : List.of(
                "target_id", "recipient_id", "artifact_id", "artifact_version", "policy_version", "risk_level")) {
            if (request.has(field)) {
                subject.set(field, request.path(field));
            }
        }
        return subject;
    }

    private static String id(Context context) {
        return Requests.tenantInPath(context) + "/" + context.pathParam("name");
    }
}
