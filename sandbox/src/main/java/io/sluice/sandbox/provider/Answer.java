package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
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

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, Map.copyOf(more));
    }

    boolean isDropped() {
        return status == 0;
    }
}
