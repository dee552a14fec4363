package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a simulated provider answers: a status with JSON, or nothing but a closed connection (status 0). */
record Answer(int status, @Nullable JsonNode body, Map<String, String> headers) {

    static final Answer DROPPED = new Answer(0, null, Map.of());

    static Answer of(int status, JsonNode body) {
        return new Answer(status, body, Map.of());
    }

    static Answer error(int status, String error, @Nullable String reason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", error);
        if (reason != null) {
            body.put("reason", reason);
        }
        return of(status, body);
    }

    static Answer empty() {
        return new Answer(204, null, Map.of());
    }

    static Answer notFound() {
        return error(404, "not_found", null);
    }

    static Answer keyMissing() {
        return error(400, "key_missing", "Add ?key= or an Idempotency-Key header.");
    }

    static Answer keyReused() {
        return error(422, "idempotency_key_reused", "The idempotency key was used with another payload.");
    }

    /** What a lookup found. */
    static Answer items(List<ObjectNode> found) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("items").addAll(found);
        return of(200, body);
    }

    /** The same as an answer to a request that was done before. */
    Answer replayed() {
        return with("Idempotent-Replayed", "true");
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, Map.copyOf(more));
    }

    boolean isDropped() {
        return status == 0;
    }
}
