package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sagas as text for people, from what the REST API gives. */
final class Sagas {
    private static final String NOTHING = "-";

    private Sagas() {}

    /** Where the saga is found; an id without tenant is one of {@code tenant}. */
    static String path(String sagaId, Tenant tenant) {
        int slash = sagaId.indexOf('/');
        String owner = slash < 0 ? tenant.name() : sagaId.substring(0, slash);
        return "/v1/sagas/" + Api.encode(owner) + "/" + Api.encode(sagaId.substring(slash + 1));
    }

    static String table(JsonNode rows, Instant now) {
        Table table = new Table("STATUS", "WHAT", "TARGET", "STEP", "AGE", "SAGA");
        for (JsonNode row : rows) {
            table.row(
                    status(row),
                    row.path("proposed").asText(),
                    row.path("target_id").asText(NOTHING),
                    row.path("current_step").asText(NOTHING),
                    StatusCommand.age(Instant.parse(row.path("created_at").asText()), now),
                    row.path("saga_id").asText());
        }
        return table.toString();
    }

    static JsonNode withHistory(JsonNode saga, JsonNode history) {
        ObjectNode both = saga.deepCopy();
        both.set("history", history);
        return both;
    }

    /** One saga with its steps and its timeline. */
    static String story(JsonNode saga, JsonNode history, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add("Saga      " + saga.path("saga_id").asText());
        lines.add("What      " + proposed(saga) + target(saga) + ", proposed by "
                + saga.path("agent_id").asText() + " (command "
                + saga.path("command_id").asText() + ")");
        text(saga.path("command"), "rationale", why -> lines.add("Why       " + why));
        lines.add("Status    " + status(saga));
        lines.add("");
        lines.add(steps(saga.path("steps")));
        lines.add("");
        lines.add(Timeline.of(history, zone));
        return String.join(System.lineSeparator(), lines);
    }

    private static String steps(JsonNode steps) {
        Table table = new Table("STEP", "TOOL", "STATUS", "CONFIRMED BY", "REFERENCE", "ATTEMPTS");
        for (JsonNode step : steps) {
            effect(table, step.path("name").asText(), step.path("effect"));
            if (step.has("compensation")
                    && !step.path("compensation").path("status").asText().equals("proposed")) {
                effect(table, "  undo " + step.path("name").asText(), step.path("compensation"));
            }
        }
        return table.toString();
    }

    private static void effect(Table table, String name, JsonNode effect) {
        table.row(
                name,
                effect.path("tool").asText(),
                status(effect),
                effect.path("confirmed_by").asText(NOTHING).replace('_', ' '),
                effect.path("external_ref").asText(NOTHING),
                effect.path("attempts").asText());
    }

    private static String status(JsonNode of) {
        String reason = of.path("reason").asText("");
        return of.path("status").asText().replace('_', ' ')
                + (reason.isEmpty() ? "" : " (" + reason.replace('_', ' ') + ")")
                + (of.path("escalated").asBoolean() ? ", a person must look" : "");
    }

    private static String proposed(JsonNode saga) {
        return saga.path("definition").asText(saga.path("tool").asText());
    }

    private static String target(JsonNode saga) {
        JsonNode command = saga.path("command");
        String id = command.path("target_id").asText("");
        String type = command.path("target_type").asText("");
        return id.isEmpty() ? "" : " for " + (type.isEmpty() ? "" : type + " ") + id;
    }

    private static void text(JsonNode node, String field, Consumer<String> use) {
        @Nullable String value = node.path(field).textValue();
        if (value != null) {
            use.accept(value);
        }
    }
}
