package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema of arguments may say, so that checking with it costs little and reaches for nothing outside. */
final class SchemaBounds {

    /** So many schemas may one hold, each counted as often as it is referred to. */
    static final int MAX_SCHEMAS = 1000;

    /** Keywords that put several schemas on one value: whether it is closed cannot be told from one of them. */
    static final List<String> COMBINING = List.of("allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas");

    private static final String REFERENCE = "#/$defs/";

    /** Keywords that hold one schema. */
    private static final Set<String> ONE = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "not",
            "if",
            "then",
            "else");

    /** Keywords that hold a list of schemas. */
    private static final Set<String> LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    /** Keywords that hold schemas by name. */
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "dependentSchemas", "$defs");

    private static final Set<String> OTHERS = Set.of(
            "$comment",
            "$ref",
            "const",
            "default",
            "dependentRequired",
            "deprecated",
            "description",
            "enum",
            "examples",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maxContains",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minContains",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "pattern",
            "required",
            "title",
            "type",
            "uniqueItems");

    private static final Set<String> FORMATS =
            Set.of("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid");

    private final JsonNode root;
    private final Deque<String> open = new ArrayDeque<>();
    private int schemas;

    private SchemaBounds(JsonNode root) {
        this.root = root;
    }

    /** @throws IllegalArgumentException with what is wrong, going on after the name of the schema's field */
    static void check(JsonNode schema) {
        if (!schema.isObject() || !schema.path("type").asText("object").equals("object")) {
            throw new IllegalArgumentException("must be the JSON Schema of an object: give its properties.");
        }
        SchemaBounds bounds = new SchemaBounds(schema);
        bounds.visit(schema);
        for (Map.Entry<String, JsonNode> definition : schema.path("$defs").properties()) {
            bounds.visit(definition.getValue());
        }
    }

    /** The schema with every object closed that does not say otherwise, and is not one of several on the same value. */
    static JsonNode closed(JsonNode schema) {
        ObjectNode closed = schema.deepCopy();
        closed.put("type", "object");
        close(closed);
        return closed;
    }

    private static void close(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return;
        }
        boolean isObject =
                object.has("properties") || object.path("type").asText().equals("object");
        if (isObject && !object.has("additionalProperties") && !object.has("unevaluatedProperties")) {
            object.set("unevaluatedProperties", BooleanNode.FALSE);
        }
        object.path("properties").forEach(SchemaBounds::close);
        object.path("patternProperties").forEach(SchemaBounds::close);
        object.path("prefixItems").forEach(SchemaBounds::close);
        close(object.path("items"));
        close(object.path("additionalProperties"));
    }

    private void visit(JsonNode schema) {
        schemas++;
        if (schemas > MAX_SCHEMAS) {
            throw new IllegalArgumentException("holds more than " + MAX_SCHEMAS + " schemas: make it simpler.");
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            JsonNode value = keyword.getValue();
            if (ONE.contains(name)) {
                visit(value);
            } else if (LIST.contains(name) || (NAMED.contains(name) && !name.equals("$defs"))) {
                value.forEach(this::visit);
            } else if (!OTHERS.contains(name) && !(name.equals("$defs") && open.isEmpty())) {
                throw new IllegalArgumentException("uses " + name
                        + ", which is no keyword of JSON Schema 2020-12 that is taken here: remove it or correct it.");
            }
            if (name.equals("patternProperties")) {
                value.fieldNames().forEachRemaining(SchemaBounds::pattern);
            }
        }
        if (schema.has("pattern")) {
            pattern(schema.path("pattern").asText());
        }
        String format = schema.path("format").asText("date");
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException("uses format " + format + ", which is not checked here: use one of "
                    + String.join(", ", FORMATS.stream().sorted().toList()) + ", or a pattern.");
        }
        if (schema.has("$ref")) {
            follow(schema.path("$ref").asText());
        }
    }

    private void follow(String reference) {
        String name = reference.startsWith(REFERENCE) ? reference.substring(REFERENCE.length()) : "";
        JsonNode target = root.path("$defs").path(name);
        if (target.isMissingNode()) {
            throw new IllegalArgumentException(
                    "refers to " + reference + ", which is not there: refer to #/$defs/NAME of the same schema.");
        }
        if (open.contains(name)) {
            throw new IllegalArgumentException("refers to " + reference + " from within itself: write it without.");
        }
        open.push(name);
        visit(target);
        open.pop();
    }

    private static void pattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "holds the pattern " + pattern + ", which is not RE2 (" + e.getDescription() + "): correct it.", e);
        }
    }
}
