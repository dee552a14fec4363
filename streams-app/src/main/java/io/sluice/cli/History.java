package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** Reads a saga's journal through the REST API, page by page. */
final class History {

    private History() {}

    /** The facts of the saga at {@code sagaPath} beyond partition sequence {@code after}, oldest first. */
    static ArrayNode after(Api api, String sagaPath, long after) {
        ArrayNode facts = JsonNodeFactory.instance.arrayNode();
        String next = Long.toString(after);
        while (!next.isEmpty()) {
            JsonNode page = api.get(Api.query(sagaPath + "/history", Map.of("after", next)));
            page.path("items").forEach(facts::add);
            next = page.path("next").asText("");
        }
        return facts;
    }

    /** Partition sequence of the last of {@code facts}; 0 where there is none. */
    static long last(ArrayNode facts) {
        return facts.isEmpty()
                ? 0
                : facts.get(facts.size() - 1).path("partition_sequence").asLong();
    }
}
