package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bulk mutations, answered as https://shopify.dev/docs/api/admin-graphql says: five at a time, accepted at once and done later.
 * The file /none is not there.
 */
final class ShopifyApi implements Api {
    private static final String RUNNING = "RUNNING";
    private static final int MOST = 5;

    private final Kept kept;
    private final Pace pace;
    private final Map<String, Import> imports = new LinkedHashMap<>();

    private record Import(String id, String status, Instant since) {
        Import with(String other) {
            return new Import(id, other, since);
        }
    }

    ShopifyApi(Kept kept, Pace pace) {
        this.kept = kept;
        this.pace = pace;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (request.headers().get("x-shopify-access-token") == null) {
            return Answer.error(401, "[API] Invalid API key or access token", null);
        }
        if (!path.getLast().equals("graphql.json")) {
            return Answer.notFound();
        }
        imports.replaceAll((id, each) ->
                each.status().equals(RUNNING) && pace.isDone(each.since()) ? each.with("COMPLETED") : each);
        JsonNode variables = request.json().path("variables");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode data = answer.putObject("data");
        if (request.json().path("query").asText().startsWith("query")) {
            data.set("node", view(imports.get(variables.path("id").asText())));
        } else {
            run(request, variables, data.putObject("bulkOperationRunMutation"));
        }
        return Answer.of(200, answer);
    }

    /** How many imports were really taken. */
    synchronized int count() {
        return imports.size();
    }

    /** What the shop makes of an import. */
    synchronized void become(String id, String status) {
        imports.put(id, Objects.requireNonNull(imports.get(id)).with(status));
    }

    private void run(SimulatedRequest request, JsonNode variables, ObjectNode payload) {
        boolean busy = imports.values().stream()
                        .filter(each -> each.status().equals(RUNNING))
                        .count()
                >= MOST;
        boolean missing = variables.path("path").asText().equals("/none");
        if (busy || missing) {
            payload.putNull("bulkOperation")
                    .putArray("userErrors")
                    .addObject()
                    .put("code", missing ? "NO_SUCH_FILE" : "OPERATION_IN_PROGRESS");
            return;
        }
        String id = "gid://shopify/BulkOperation/" + (imports.size() + 1);
        imports.put(id, new Import(id, RUNNING, pace.now()));
        kept.note(request, "imports", variables);
        payload.putObject("bulkOperation").put("id", id).put("status", "CREATED");
        payload.putArray("userErrors");
    }

    private static JsonNode view(@Nullable Import found) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return found == null
                ? nodes.nullNode()
                : nodes.objectNode().put("id", found.id()).put("status", found.status());
    }
}
