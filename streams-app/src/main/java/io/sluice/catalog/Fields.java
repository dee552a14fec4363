package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object of a catalog document. A problem is noted and a harmless value stands in, so that one
 * pass finds every problem; what was never asked for is unknown and refused by {@link #end}.
 */
final class Fields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final JsonNode node;
    private final String where;
    private final String path;
    private final List<String> problems;
    private final Set<String> known = new TreeSet<>();

    /** @param where names file and document in every problem */
    Fields(JsonNode node, String where, List<String> problems) {
        this(node, where, "", problems);
    }

    private Fields(JsonNode node, String where, String path, List<String> problems) {
        this.node = node;
        this.where = where;
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            problems.add(where + ": " + (path.isEmpty() ? "the document" : path) + " must be a mapping of fields.");
        }
    }

    boolean has(String field) {
        JsonNode value = node.get(field);
        return value != null && !value.isNull();
    }

    /** Notes a problem with a field; {@code what} goes on after the field's name. */
    void problem(String field, String what) {
        problems.add(where + ": " + path + field + " " + what);
    }

    String name(String field) {
        String name = text(field);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problem(field, "is not a name: use letters, digits, dot, dash and underscore, 100 at most.");
        }
        return name;
    }

    @Nullable
    String optionalName(String field) {
        return value(field) == null ? null : name(field);
    }

    String text(String field) {
        String text = optionalText(field);
        if (text == null && !has(field)) {
            problem(field, "is missing: add it.");
        }
        return text == null ? "" : text;
    }

    @Nullable
    String optionalText(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            problem(field, "must be text that is not empty: put it in quotes.");
            return null;
        }
        return value.textValue();
    }

    @Nullable
    String optionalPointer(String field) {
        return value(field) == null ? null : pointer(field);
    }

    String pointer(String field) {
        String pointer = text(field);
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            problem(field, "must be a JSON pointer: start it with a slash.");
        }
        return pointer;
    }

    boolean flag(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            problem(field, "must be true or false.");
        }
        return value != null && value.booleanValue();
    }

    /** Makes the field known, whether it is there or not. */
    void optional(String field) {
        known.add(field);
    }

    /** A whole number, null where the field is missing. */
    @Nullable
    Integer number(String field, int min, int max) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            problem(field, "must be a whole number from " + min + " to " + max + ".");
            return null;
        }
        return value.intValue();
    }

    @Nullable
    JsonNode json(String field) {
        return value(field);
    }

    /** A duration such as {@code 250ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 3d} or ISO 8601 {@code PT1M30S}. */
    @Nullable
    Duration duration(String field, Duration max) {
        String text = optionalText(field);
        if (text == null) {
            return null;
        }
        Duration duration = Durations.parse(text);
        if (duration == null) {
            problem(field, "is not a duration: write for example " + Durations.EXAMPLES + ".");
            return null;
        }
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(max) > 0) {
            problem(field, "must be between 1 ms and " + max.toSeconds() + " s.");
        }
        return duration;
    }

    /** One of an enumeration's constants in lower case. */
    <E extends Enum<E>> @Nullable E choice(String field, Class<E> type) {
        String text = optionalText(field);
        if (text == null) {
            return null;
        }
        List<String> choices = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return constant;
            }
            choices.add(name);
        }
        problem(field, "must be one of " + String.join(", ", choices) + ".");
        return null;
    }

    /** HTTP status codes, null where the field is missing. */
    @Nullable
    Set<Integer> statusCodes(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        Set<Integer> codes = new LinkedHashSet<>();
        boolean valid = value.isArray();
        for (JsonNode code : value) {
            valid &= code.isInt() && code.intValue() >= 200 && code.intValue() <= 599;
            codes.add(code.intValue());
        }
        if (!valid) {
            problem(field, "must be a list of status codes from 200 to 599.");
        }
        return Collections.unmodifiableSet(codes);
    }

    /** A list that must be there, and hold something. */
    Set<String> texts(String field) {
        Set<String> texts = textsOrNone(field);
        JsonNode value = value(field);
        if (value != null && value.isArray() && value.isEmpty()) {
            problem(field, "must be a list of texts that is not empty.");
        }
        return texts;
    }

    /** A list that must be there, and may be empty. */
    Set<String> textsOrNone(String field) {
        Set<String> texts = new LinkedHashSet<>();
        JsonNode value = value(field);
        boolean valid = value != null && value.isArray();
        for (JsonNode text : value == null ? JsonNodeFactory.instance.arrayNode() : value) {
            valid &= text.isTextual();
            texts.add(text.asText());
        }
        if (!valid) {
            problem(field, "must be a list of texts.");
        }
        return Collections.unmodifiableSet(texts);
    }

    /** A JSON Schema of arguments, null where the field is missing. */
    @Nullable
    ArgumentSchema argumentSchema(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        try {
            return ArgumentSchema.of(value);
        } catch (IllegalArgumentException e) {
            problem(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** A nested object, null where the field is missing. */
    @Nullable
    Fields object(String field) {
        JsonNode value = value(field);
        return value == null ? null : new Fields(value, where, path + field + ".", problems);
    }

    /** A nested object that must be there. */
    Fields requiredObject(String field) {
        Fields object = object(field);
        if (object == null) {
            problem(field, "is missing: add it.");
            return new Fields(JsonNodeFactory.instance.objectNode(), where, path + field + ".", new ArrayList<>());
        }
        return object;
    }

    /** A list of objects that must be there and may be empty. */
    List<Fields> objectsOrNone(String field) {
        JsonNode value = value(field);
        return value != null && value.isArray() && value.isEmpty() ? List.of() : objects(field);
    }

    /** A list of objects that must be there and not be empty. */
    List<Fields> objects(String field) {
        JsonNode value = value(field);
        List<Fields> objects = new ArrayList<>();
        if (value == null || !value.isArray() || value.isEmpty()) {
            problem(field, "must be a list that is not empty.");
            return objects;
        }
        for (JsonNode element : value) {
            objects.add(new Fields(element, where, path + field + "[" + objects.size() + "].", problems));
        }
        return objects;
    }

    /** Refuses every field that was not asked for. */
    void end() {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                problem(
                        field.getKey(),
                        "is not a known field: remove it or correct it; known here: " + String.join(", ", known) + ".");
            }
        }
    }

    private @Nullable JsonNode value(String field) {
        known.add(field);
        return has(field) ? node.get(field) : null;
    }
}
