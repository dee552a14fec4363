package io.sluice.topology.serde;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.saga.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads strict JSON into an Avro record: properties are the schema's field names, nothing else is taken, none comes
 * twice, and what is missing has the schema's default.
 */
final class JsonRecords {

    private static final String TENANT = "tenant_id";

    private final Schema schema;
    private final String madeAt;
    private final @Nullable String document;

    /**
     * @param madeAt the field that says when the record was made; the Kafka record's time where it is missing
     * @param document the string field whose content is a JSON object, written as one; null for none
     */
    JsonRecords(Schema schema, String madeAt, @Nullable String document) {
        this.schema = schema;
        this.madeAt = madeAt;
        this.document = document;
    }

    IndexedRecord read(byte[] value, Instant recordTime) throws UndecodableException {
        JsonNode root = parse(value);
        if (!root.isObject()) {
            throw malformed("it is not an object");
        }
        for (Map.Entry<String, JsonNode> property : root.properties()) {
            if (schema.getField(property.getKey()) == null) {
                throw malformed("there is no property '" + JsonValues.abbreviated(property.getKey()) + "'");
            }
        }
        GenericData.Record avro = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            avro.put(field.pos(), value(field, root.get(field.name()), recordTime));
        }
        return avro;
    }

    private JsonNode parse(byte[] value) throws UndecodableException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return StrictJson.parse(text);
        } catch (CharacterCodingException e) {
            throw malformed("it is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object value(Schema.Field field, @Nullable JsonNode given, Instant recordTime)
            throws UndecodableException {
        if (given == null || given.isNull()) {
            return missing(field, recordTime);
        }
        try {
            return field.name().equals(document) ? JsonValues.object(given) : JsonValues.of(given, field.schema());
        } catch (IllegalArgumentException e) {
            throw malformed("'" + field.name() + "' " + e.getMessage());
        }
    }

    private @Nullable Object missing(Schema.Field field, Instant recordTime) throws UndecodableException {
        if (field.name().equals(madeAt)) {
            return recordTime.toEpochMilli();
        }
        if (field.hasDefaultValue()) {
            return AvroData.INSTANCE.getDefaultValue(field);
        }
        if (field.name().equals(TENANT)) {
            throw new UndecodableException(
                    UndecodableException.MISSING_TENANT, "tenant_id is missing; say who the act belongs to.");
        }
        throw malformed("'" + field.name() + "' is missing");
    }

    private UndecodableException malformed(String why) {
        return new UndecodableException(
                UndecodableException.MALFORMED_JSON, "The value is no " + schema.getName() + " in JSON: " + why + ".");
    }
}
