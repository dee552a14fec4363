package io.sluice.query.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.approval.ReviewerDecision;
import io.sluice.query.Question;
import io.sluice.query.Refusal;
import io.sluice.query.view.Json;
import io.sluice.saga.Bounds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
                                Requests.question(context)));
    }

    private void show(Context context, String approvalId) {
        Answers.json(context, services.get().queries().approval(approvalId, Requests.question(context)));
    }

    /** A decision on what is not there would be refused where nobody sees it, so that is looked up first. */
    private void decide(Context context, String approvalId) {
        ObjectNode decision = body(context);
        JsonNode request = services.get()
                .queries()
                .approval(approvalId, new Question("/v1/approvals/" + encoded(approvalId), false));
        require(decision, "approval_id", approvalId);
        require(decision, "tenant_id", request.path("tenant_id").asText());
        require(decision, "saga_id", request.path("saga_id").asText());
        ReviewerDecision taken =
                services.get().frontDoor().decide(decision.toString().getBytes(StandardCharsets.UTF_8));
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        accepted.put("approval_id", taken.approvalId());
        accepted.put("saga_id", taken.sagaId());
        accepted.put("verdict", taken.verdict().name().toLowerCase(Locale.ROOT));
        Answers.json(context, ACCEPTED, accepted);
    }

    private static ObjectNode body(Context context) {
        String text = new String(Requests.json(context, Bounds.INPUT_BYTES), StandardCharsets.UTF_8);
        try {
            if (Json.parse(text) instanceof ObjectNode decision) {
                return decision;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("malformed_json", "The body is not JSON: " + e.getOriginalMessage() + ".");
        }
        throw Refusal.invalid("malformed_json", "The body is no JSON object: a decision is one.");
    }

    private static void require(ObjectNode decision, String field, String value) {
        if (!decision.path(field).asText(value).equals(value)) {
            throw Refusal.invalid(
                    "contradiction", field + " says something else than the path: leave it out or correct it.");
        }
        decision.put(field, value);
    }

    private static String encoded(String approvalId) {
        return URLEncoder.encode(approvalId, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String id(Context context) {
        return Requests.tenantInPath(context) + "/" + context.pathParam("name");
    }
}
