package io.sluice.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What conditions can see. */
public final class Facts {

    static final String CONTRACT = "contract";

    /** The variables that are mappings, and the fields that each may have. */
    static final Map<String, Set<String>> FIELDS = Map.of(
            "command",
            Set.of(
                    "command_id",
                    "tenant_id",
                    "run_id",
                    "step_id",
                    "agent_id",
                    "tool",
                    "definition",
                    "target_type",
                    "target_id",
                    "expected_version",
                    "artifact_id",
                    "artifact_version",
                    "recipient_id",
                    "rationale",
                    "evidence_refs",
                    "arguments"),
            CONTRACT,
            Set.of(
                    "name",
                    "version",
                    "effect_type",
                    "reversibility",
                    "provider",
                    "honours_key",
                    "can_be_looked_up",
                    "event"),
            "step",
            Set.of("name", "reversibility", "arguments"),
            "agent",
            Set.of("id", "run_id", "roles"),
            "target",
            Set.of("type", "id", "expected_version", "version"),
            "history",
            Set.of("steps", "tools", "calls", "started"));

    /** The moment of the decision. */
    static final String TIME = "time";

    private final Map<String, Object> variables = new LinkedHashMap<>();
    private final boolean argumentsKnown;

    /**
     * Holds what is known now.
     *
     * @param document one mapping for each variable; what has no value is left out
     * @param started when the saga began
     * @param time when the decision is taken
     * @param argumentsKnown whether {@code step.arguments} is known already
     */
    public Facts(JsonNode document, Instant started, Instant time, boolean argumentsKnown) {
        for (String variable : FIELDS.keySet()) {
            variables.put(variable, mapping(document.path(variable)));
        }
        Map<String, Object> history = mapping(document.path("history"));
        history.put("started", started);
        variables.put("history", history);
        variables.put(TIME, time);
        this.argumentsKnown = argumentsKnown;
    }

    Map<String, Object> variables() {
        return variables;
    }

    boolean argumentsKnown() {
        return argumentsKnown;
    }

    static Map<String, Object> mapping(JsonNode node) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        node.properties().forEach(field -> mapping.put(field.getKey(), value(field.getValue())));
        return mapping;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> mapping(node);
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(value(element)));
                yield list;
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case STRING, BINARY -> node.asText();
            case NULL, MISSING -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.doubleValue();
    }
}
