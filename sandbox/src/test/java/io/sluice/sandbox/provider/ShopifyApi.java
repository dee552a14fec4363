package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Bulk mutations, answered as https://shopify.dev/docs/api/admin-graphql says; the file /none is not there. */
final class ShopifyApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> operations = new LinkedHashMap<>();

    synchronized Answer answer(SimulatedRequest request) {
        if (request.headers().get("x-shopify-access-token") == null) {
            return Answer.error(401, "[API] Invalid API key or access token", null);
        }
        JsonNode variables = parse(request.body()).path("variables");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode data = answer.putObject("data");
        if (parse(request.body()).path("query").asText().startsWith("query")) {
            ObjectNode operation = operations.get(variables.path("id").asText());
            data.set("node", operation);
        } else {
            run(variables, data.putObject("bulkOperationRunMutation"));
        }
        return Answer.of(200, answer);
    }

    /** How many imports were really taken. */
    synchronized int count() {
        return operations.size();
    }

    synchronized void become(String id, String status) {
        Objects.requireNonNull(operations.get(id)).put("status", status);
    }

    private void run(JsonNode variables, ObjectNode payload) {
        boolean busy = operations.values().stream()
                .anyMatch(operation -> operation.path("status").asText().equals("RUNNING"));
        boolean missing = variables.path("path").asText().equals("/none");
        if (busy || missing) {
            payload.putNull("bulkOperation")
                    .putArray("userErrors")
                    .addObject()
                    .put("code", missing ? "NO_SUCH_FILE" : "OPERATION_IN_PROGRESS");
            return;
        }
        String id = "gid://shopify/BulkOperation/" + (operations.size() + 1);
        ObjectNode operation =
                JsonNodeFactory.instance.objectNode().put("id", id).put("status", "RUNNING");
        operations.put(id, operation);
        payload.putObject("bulkOperation").put("id", id).put("status", "CREATED");
        payload.putArray("userErrors");
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
