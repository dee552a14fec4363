package io.sluice.topology.serde;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * Maps a record, or a sealed interface, of the core to an Avro record of an explicit schema and back.
 *
 * <p>Fields are the components' names in snake case, enum symbols the constants' names in lower case, instants whole
 * milliseconds, hashes in a {@code fixed} lower-case hex, sealed interfaces unions of their cases. A field that the
 * core does not have keeps its default. Everything is checked and looked up once, when the codec is made.
 */
final class RecordCodec<T> {

    private final Class<T> type;
    private final Schema schema;
    private final ValueMapper mapper;

    private RecordCodec(Class<T> type, Schema schema, ValueMapper mapper) {
        this.type = type;
        this.schema = schema;
        this.mapper = mapper;
    }

    /**
     * A codec for {@code type}. A sealed interface is the content of a record with a single field, which is a union.
     *
     * @throws IllegalArgumentException when type and schema differ; the message names the component
     */
    static <T> RecordCodec<T> of(Class<T> type, Schema schema) {
        return new RecordCodec<>(
                type, schema, type.isSealed() ? envelope(type, schema) : new RecordMapper(type, schema));
    }

    Schema schema() {
        return schema;
    }

    IndexedRecord toAvro(T value) {
        return (IndexedRecord) mapper.toAvro(value);
    }

    /**
     * The core's value.
     *
     * @throws IllegalArgumentException when the record cannot be held by the core's type
     */
    T fromAvro(IndexedRecord value) {
        return type.cast(mapper.fromAvro(value));
    }

    private static ValueMapper envelope(Class<?> type, Schema schema) {
        if (schema.getFields().size() != 1
                || !schema.getFields().get(0).schema().isUnion()) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " needs a record with a single field, which is a union.");
        }
        ValueMapper union = UnionMapper.of(type, schema.getFields().get(0).schema(), type.getSimpleName());
        return Mappers.mapper(
                value -> {
                    GenericData.Record avro = new GenericData.Record(schema);
                    avro.put(0, union.toAvro(value));
                    return avro;
                },
                value -> union.fromAvro(((IndexedRecord) value).get(0)));
    }
}
