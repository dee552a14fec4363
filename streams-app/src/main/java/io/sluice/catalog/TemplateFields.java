package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a catalog document that hold templates. */
final class TemplateFields {

    private TemplateFields() {}

    /** A template that must point somewhere, since a literal would always hold. */
    static @Nullable String condition(Fields fields, String field) {
        String template = fields.optionalText(field);
        if (template != null && Template.of(template).pointer() == null) {
            fields.problem(field, "must point at a value: write for example $/arguments/needs_hotel.");
        }
        return template;
    }

    /** A template of a moment: an instant, a duration or a pointer to either. */
    static @Nullable String moment(Fields fields, String field, Duration max) {
        String template = fields.optionalText(field);
        if (template == null || Template.of(template).pointer() != null) {
            return template;
        }
        Duration delay = Durations.parse(template);
        if (delay != null && (delay.isNegative() || delay.compareTo(max) > 0)) {
            fields.problem(field, "must be between 0 s and " + max.toSeconds() + " s after the start of the saga.");
        } else if (delay == null && Conditions.instant(template) == null) {
            fields.problem(field, "is no moment: write " + Conditions.EXAMPLES + ", or a pointer to one.");
        }
        return template;
    }

    /** A mapping to templates; a number or boolean stands for its text. */
    static Map<String, String> templates(Fields fields, String field) {
        Map<String, String> templates = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : mapping(fields, field)) {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                fields.problem(field + "." + entry.getKey(), "must be a single value.");
            }
            templates.put(entry.getKey(), entry.getValue().asText());
        }
        return Collections.unmodifiableMap(templates);
    }

    /** A mapping of JSON pointers to JSON templates. */
    static Map<String, JsonNode> jsonByPointer(Fields fields, String field) {
        Map<String, JsonNode> templates = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : mapping(fields, field)) {
            if (!entry.getKey().startsWith("/")) {
                fields.problem(field + "." + entry.getKey(), "must be a JSON pointer: start it with a slash.");
            }
            templates.put(entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(templates);
    }

    private static Set<Map.Entry<String, JsonNode>> mapping(Fields fields, String field) {
        JsonNode value = fields.json(field);
        if (value != null && !value.isObject()) {
            fields.problem(field, "must be a mapping of names to values.");
        }
        return value == null ? Set.of() : value.properties();
    }
}
