package io.sluice.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The REST API of the running Sluice, as far as the world uses it. */
public final class SluiceApi {

    private final URI address;
    private final HttpJson http;

    SluiceApi(URI address) {
        this.address = address;
        this.http = new HttpJson(address);
    }

    public URI address() {
        return address;
    }

    /** What became of a command; empty while it is not known. */
    public Optional<JsonNode> result(String tenant, String commandId) {
        JsonNode result = http.get("/v1/commands/" + encode(tenant) + "/" + encode(commandId));
        return result.isMissingNode() ? Optional.empty() : Optional.of(result);
    }

    /** The saga with all its steps; empty while the views have not seen it. */
    public Optional<JsonNode> saga(String sagaId) {
        JsonNode saga = http.get(sagaPath(sagaId));
        return saga.isMissingNode() ? Optional.empty() : Optional.of(saga);
    }

    /** The saga's journal, oldest first. */
    public JsonNode history(String sagaId) {
        return http.get(sagaPath(sagaId) + "/history").path("items");
    }

    /** Every request that waits for a reviewer. */
    public List<JsonNode> pendingApprovals(String tenant) {
        List<JsonNode> pending = new ArrayList<>();
        http.get("/v1/approvals?tenant=" + encode(tenant)).path("items").forEach(pending::add);
        return pending;
    }

    /** Grants exactly what {@code approval} shows. */
    public void grant(JsonNode approval, String reviewer) {
        String approvalId = approval.path("approval_id").asText();
        http.post(
                "/v1/approvals/" + encode(approvalId) + "/decision",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("approval_id", approvalId)
                        .put("tenant_id", approval.path("tenant_id").asText())
                        .put("saga_id", approval.path("saga_id").asText())
                        .put("verdict", "grant")
                        .put("request_hash", approval.path("request_hash").asText())
                        .put("reviewer_id", reviewer));
    }

    private static String sagaPath(String sagaId) {
        int slash = sagaId.indexOf('/');
        return "/v1/sagas/" + encode(sagaId.substring(0, slash)) + "/" + encode(sagaId.substring(slash + 1));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
