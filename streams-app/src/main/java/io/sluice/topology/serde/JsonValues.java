package io.sluice.topology.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Single JSON values as Avro has them. An {@link IllegalArgumentException} completes the sentence "this property …". */
final class JsonValues {

    private static final int SHOWN = 40;

    private JsonValues() {}

    static Object of(JsonNode given, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> text(given);
            case BOOLEAN -> {
                require(given.isBoolean(), "must be true or false");
                yield given.booleanValue();
            }
            case LONG -> {
                yield schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? millis(given) : number(given);
            }
            case ENUM -> symbol(text(given), schema);
            case ARRAY -> {
                require(given.isArray(), "must be an array");
                GenericData.Array<Object> array = new GenericData.Array<>(given.size(), schema);
                given.forEach(item -> array.add(of(item, schema.getElementType())));
                yield array;
            }
            case RECORD -> record(given, schema);
            case UNION -> of(given, content(schema));
            default -> throw new IllegalArgumentException("is not taken as JSON");
        };
    }

    /** The object as JSON text. */
    static String object(JsonNode given) {
        require(given.isObject(), "must be an object");
        requireUnicode(given);
        return given.toString();
    }

    static String abbreviated(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String text(JsonNode given) {
        require(given.isTextual(), "must be a string");
        requireUnicode(given);
        return given.textValue();
    }

    private static long number(JsonNode given) {
        require(given.isIntegralNumber() && given.canConvertToLong(), "must be a whole number");
        return given.longValue();
    }

    private static Object record(JsonNode given, Schema schema) {
        require(given.isObject(), "must be an object");
        for (Map.Entry<String, JsonNode> property : given.properties()) {
            require(
                    schema.getField(property.getKey()) != null,
                    "has no property '" + abbreviated(property.getKey()) + "'");
        }
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = given.get(field.name());
            boolean isMissing = value == null || value.isNull();
            require(!isMissing || field.hasDefaultValue(), "must have a property '" + field.name() + "'");
            record.put(field.pos(), isMissing ? AvroData.INSTANCE.getDefaultValue(field) : of(value, field.schema()));
        }
        return record;
    }

    private static long millis(JsonNode given) {
        if (given.isIntegralNumber() && given.canConvertToLong()) {
            return given.longValue();
        }
        require(given.isTextual(), "must be a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970");
        try {
            return OffsetDateTime.parse(given.textValue()).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("must be a time such as 2026-01-31T12:00:00Z", e);
        }
    }

    private static Object symbol(String text, Schema schema) {
        require(schema.hasEnumSymbol(text), "must be one of " + schema.getEnumSymbols());
        return new GenericData.EnumSymbol(schema, text);
    }

    private static Schema content(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    /** Half a surrogate pair cannot be written as UTF-8: it would come back as something else. */
    private static void requireUnicode(JsonNode node) {
        if (node.isTextual()) {
            requireUnicode(node.textValue());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            requireUnicode(property.getKey());
        }
        for (JsonNode child : node) {
            requireUnicode(child);
        }
    }

    private static void requireUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                require(!Character.isSurrogate(text.charAt(i)), "holds half of a surrogate pair");
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
