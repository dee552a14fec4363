package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it reached the simulated provider.
 *
 * @param path without a fault in it, for example {@code /lookup/notices}
 * @param query its decoded parameters
 * @param headers by lower-case name; values of secret ones are not here
 * @param body as text
 * @param fault the fault asked for by the path or a header, for example {@code drop_after:2}
 */
record SimulatedRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        @Nullable String fault) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String KEY_HEADER = "idempotency-key";

    /** The idempotency key it carries, in the header or, for a lookup, in the query. */
    @Nullable
    String key() {
        String asked = query.get("key");
        return asked == null ? headers.get(KEY_HEADER) : asked;
    }

    /** The body as JSON, and as a text where it is none. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(body);
        }
    }
}
