package io.sluice.topology.serde;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** A Java record and an Avro record whose fields are the components' names in snake case. */
final class RecordMapper implements ValueMapper {

    private final RecordShape shape;
    private final Schema schema;
    private final int[] positions;
    private final Mappers.Component[] mappers;
    private final @Nullable Object[] blank;

    /**
     * Pairs every component of {@code type} with its field.
     *
     * @throws IllegalArgumentException when a component has no fitting field, or a field without default no component
     */
    RecordMapper(Class<?> type, Schema schema) {
        this.shape = new RecordShape(type);
        this.schema = schema;
        this.positions = new int[shape.size()];
        this.mappers = new Mappers.Component[shape.size()];
        Set<String> mapped = new HashSet<>();
        for (int i = 0; i < shape.size(); i++) {
            Schema.Field field = schema.getField(SnakeCase.of(shape.component(i).getName()));
            if (field == null) {
                throw new IllegalArgumentException(shape.name(i) + " has no field in " + schema.getFullName() + ".");
            }
            mapped.add(field.name());
            positions[i] = field.pos();
            mappers[i] = Mappers.of(shape.component(i).getAnnotatedType(), field.schema(), shape.name(i));
        }
        this.blank = new Object[schema.getFields().size()];
        for (Schema.Field field : schema.getFields()) {
            if (!mapped.contains(field.name())) {
                blank[field.pos()] = defaultOf(field, type);
            }
        }
    }

    @Override
    public Object toAvro(Object value) {
        GenericData.Record avro = new GenericData.Record(schema);
        for (int i = 0; i < blank.length; i++) {
            avro.put(i, blank[i]);
        }
        for (int i = 0; i < positions.length; i++) {
            avro.put(positions[i], mappers[i].toAvro(shape.get(value, i), shape.name(i)));
        }
        return avro;
    }

    @Override
    public Object fromAvro(Object value) {
        IndexedRecord avro = (IndexedRecord) value;
        @Nullable Object[] arguments = new Object[positions.length];
        for (int i = 0; i < positions.length; i++) {
            arguments[i] = mappers[i].fromAvro(avro.get(positions[i]), shape.name(i));
        }
        return shape.make(arguments);
    }

    private static @Nullable Object defaultOf(Schema.Field field, Class<?> type) {
        if (!field.hasDefaultValue()) {
            throw new IllegalArgumentException(
                    field + " has no default and no component in " + type.getSimpleName() + ".");
        }
        return AvroData.INSTANCE.getDefaultValue(field);
    }
}
