package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.ToolContract;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.query.Refusal;
import io.sluice.saga.Bounds;
import io.sluice.saga.Tenants;
import io.sluice.saga.machine.PreIssued;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/** Approvals that are given in advance, and taken back: decisions of reviewers without a saga that waits for them. */
final class GrantRoutes {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    private final Supplier<Services> services;

    GrantRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/grants", this::decide);
    }

    private void decide(Context context) {
        ObjectNode decision = Requests.object(context, Bounds.INPUT_BYTES, "a grant");
        String tenant = decision.path("tenant_id").asText();
        if (!Tenants.isValid(tenant)) {
            throw Refusal.invalid("invalid_tenant", "tenant_id is missing, or no name that a tenant can have.");
        }
        Requests.agree(decision, "saga_id", tenant + "/" + PreIssued.NO_SAGA_YET);
        services.get().callers().review(context, decision, tenant);
        setDefault(decision, "verdict", "grant");
        setDefault(decision, "request_hash", PreIssuedGrant.ANY_REQUEST);
        boolean isGrant = decision.path("verdict").asText().equals("grant");
        if (isGrant && !(decision.hasNonNull("expires_at") && decision.hasNonNull("subject"))) {
            throw Refusal.invalid(
                    "invalid_decision",
                    "A grant that is given in advance says what it is for (subject) and until when it may be used"
                            + " (expires_at).");
        }
        if (decision.get("subject") instanceof ObjectNode subject) {
            complete(subject);
        }
        byte[] json = decision.toString().getBytes(StandardCharsets.UTF_8);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status = Requests.flag(context, "wait") ? awaited(json, decision, answer) : accepted(json, answer);
        Answers.json(context, status, answer);
    }

    private int accepted(byte[] json, ObjectNode answer) {
        ReviewerDecision taken = services.get().frontDoor().decide(json);
        answer.put("approval_id", taken.approvalId());
        answer.put("tenant_id", taken.tenantId());
        answer.put("verdict", taken.verdict().name().toLowerCase(Locale.ROOT));
        return ACCEPTED;
    }

    /** Waits until the approval can be used, or cannot be any more. */
    private int awaited(byte[] json, ObjectNode decision, ObjectNode answer) {
        LedgerEvent event = services.get()
                .frontDoor()
                .decideInAdvance(json)
                .orElseThrow(() -> Refusal.unavailable(
                        "The decision is written, but the claim ledger does not know it yet: send the same again.",
                        null));
        if (event instanceof LedgerEvent.GrantPassedOver passed) {
            throw new Refusal(
                    CONFLICT,
                    passed.reason(),
                    "The decision changes nothing of this approval (" + passed.reason() + ").",
                    null);
        }
        answer.put("approval_id", decision.path("approval_id").asText());
        answer.put("tenant_id", decision.path("tenant_id").asText());
        answer.put("verdict", decision.path("verdict").asText());
        if (event instanceof LedgerEvent.GrantIssued issued) {
            issued.grant().reviewers().forEach(answer.putArray("reviewers")::add);
        }
        return OK;
    }

    /** A grant is for the policies in force and for the risk that the contract in force has, unless it says otherwise. */
    private void complete(ObjectNode subject) {
        CatalogSnapshot catalog = services.get().frontDoor().catalog();
        setDefault(subject, "policy_version", catalog.policyVersion());
        catalog.tool(subject.path("approved_action").asText())
                .map(ToolContract::effectType)
                .ifPresent(type -> setDefault(subject, "risk_level", type.name().toLowerCase(Locale.ROOT)));
        if (!subject.has("risk_level")) {
            throw Refusal.invalid(
                    "unknown_tool",
                    "The catalog has no tool '"
                            + subject.path("approved_action").asText()
                            + "': correct approved_action, or apply a catalog that declares it.");
        }
    }

    private static void setDefault(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
