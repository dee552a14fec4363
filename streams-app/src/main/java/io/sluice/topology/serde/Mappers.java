package io.sluice.topology.serde;

import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Chooses the mapper for a Java type and an Avro schema, or says why there is none. */
final class Mappers {

    private static final HexFormat HEX = HexFormat.of();

    private static final ValueMapper SAME = mapper(Function.identity(), Function.identity());
    private static final ValueMapper INSTANT =
            mapper(instant -> ((Instant) instant).toEpochMilli(), millis -> Instant.ofEpochMilli((Long) millis));

    private Mappers() {}

    /**
     * The mapper of a record component or type argument.
     *
     * @param where names the component in an error
     * @throws IllegalArgumentException when the type does not fit the schema
     */
    static Component of(AnnotatedType type, Schema schema, String where) {
        boolean nullable = type.isAnnotationPresent(Nullable.class);
        if (nullable != schema.isNullable()) {
            throw new IllegalArgumentException(
                    where + (nullable ? " may be null, but its schema is not" : " is never null, but its schema is")
                            + " a union with null.");
        }
        return new Component(value(type, nullable ? content(schema, where) : schema, where), nullable);
    }

    /** A mapper that lets null through where that is allowed. */
    record Component(ValueMapper mapper, boolean nullable) {

        @Nullable
        Object toAvro(@Nullable Object value, String where) {
            return value == null ? requireNullable(where) : mapper.toAvro(value);
        }

        @Nullable
        Object fromAvro(@Nullable Object value, String where) {
            return value == null ? requireNullable(where) : mapper.fromAvro(value);
        }

        private @Nullable Object requireNullable(String where) {
            if (!nullable) {
                throw new IllegalArgumentException(where + " must not be null.");
            }
            return null;
        }
    }

    private static Schema content(Schema union, String where) {
        List<Schema> branches = union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw new IllegalArgumentException(where + " needs a union of null and one other type.");
        }
        return branches.get(0);
    }

    private static ValueMapper value(AnnotatedType annotated, Schema schema, String where) {
        Type type = annotated.getType();
        if (annotated instanceof AnnotatedParameterizedType parameterized
                && type instanceof ParameterizedType generic) {
            return container(parameterized, generic.getRawType(), schema, where);
        }
        if (!(type instanceof Class<?> javaClass)) {
            throw mismatch(type, schema, where);
        }
        if (javaClass.isRecord() && schema.getType() == Schema.Type.RECORD) {
            return new RecordMapper(javaClass, schema);
        }
        if (javaClass.isSealed() && schema.getType() == Schema.Type.UNION) {
            return UnionMapper.of(javaClass, schema, where);
        }
        if (javaClass.isEnum() && schema.getType() == Schema.Type.ENUM) {
            return new EnumMapper(javaClass, schema, where);
        }
        return scalar(javaClass, schema, where);
    }

    private static ValueMapper scalar(Class<?> type, Schema schema, String where) {
        boolean timestamp = schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
        Class<?> fitting = switch (schema.getType()) {
            case STRING, FIXED -> String.class;
            case BOOLEAN -> boolean.class;
            case INT -> int.class;
            case LONG -> timestamp ? Instant.class : long.class;
            case BYTES -> ByteBuffer.class;
            default -> throw mismatch(type, schema, where);
        };
        if (wrapped(type) != wrapped(fitting)) {
            throw mismatch(type, schema, where);
        }
        return switch (schema.getType()) {
            case STRING -> mapper(Function.identity(), Object::toString);
            case FIXED ->
                mapper(hex -> fixed(schema, (String) hex), value -> HEX.formatHex(((GenericFixed) value).bytes()));
            case BYTES -> mapper(value -> ((ByteBuffer) value).duplicate(), Function.identity());
            default -> timestamp ? INSTANT : SAME;
        };
    }

    private static Class<?> wrapped(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static GenericFixed fixed(Schema schema, String hex) {
        byte[] bytes = HEX.parseHex(hex);
        if (bytes.length != schema.getFixedSize()) {
            throw new IllegalArgumentException(
                    schema.getName() + " needs " + schema.getFixedSize() + " bytes, not " + bytes.length + ".");
        }
        return new GenericData.Fixed(schema, bytes);
    }

    private static ValueMapper container(AnnotatedParameterizedType type, Type rawType, Schema schema, String where) {
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        if (rawType == List.class && schema.getType() == Schema.Type.ARRAY) {
            ValueMapper element =
                    of(arguments[0], schema.getElementType(), where).mapper();
            return ContainerMappers.list(element, schema);
        }
        if (rawType == java.util.Map.class
                && schema.getType() == Schema.Type.MAP
                && arguments[0].getType() == String.class) {
            return ContainerMappers.map(
                    of(arguments[1], schema.getValueType(), where).mapper());
        }
        throw mismatch(type.getType(), schema, where);
    }

    static ValueMapper mapper(Function<Object, Object> toAvro, Function<Object, Object> fromAvro) {
        return new ValueMapper() {
            @Override
            public Object toAvro(Object value) {
                return toAvro.apply(value);
            }

            @Override
            public Object fromAvro(Object value) {
                return fromAvro.apply(value);
            }
        };
    }

    private static IllegalArgumentException mismatch(Type type, Schema schema, String where) {
        return new IllegalArgumentException(
                where + ": Java type " + type.getTypeName() + " does not fit Avro schema " + schema + ".");
    }
}
