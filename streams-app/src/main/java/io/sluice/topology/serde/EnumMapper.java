package io.sluice.topology.serde;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A Java enum and an Avro enum whose symbols are the constants' names in lower case. */
final class EnumMapper implements ValueMapper {

    private final Map<Object, Object> symbols = new HashMap<>();
    private final Map<String, Object> constants = new HashMap<>();

    EnumMapper(Class<?> type, Schema schema, String where) {
        Object[] values = type.getEnumConstants();
        for (Object constant : values) {
            String symbol = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
            symbols.put(constant, new GenericData.EnumSymbol(schema, symbol));
            constants.put(symbol, constant);
        }
        Set<String> declared = new HashSet<>(schema.getEnumSymbols());
        if (!declared.equals(constants.keySet())) {
            throw new IllegalArgumentException(where + ": the constants " + Arrays.toString(values) + " of "
                    + type.getSimpleName() + " are not the symbols " + schema.getEnumSymbols() + " of "
                    + schema.getFullName() + ".");
        }
    }

    @Override
    public Object toAvro(Object value) {
        return found(symbols.get(value), value);
    }

    @Override
    public Object fromAvro(Object value) {
        return found(constants.get(value.toString()), value);
    }

    private Object found(@Nullable Object counterpart, Object sought) {
        if (counterpart == null) {
            throw new IllegalArgumentException(sought + " is not one of " + constants.keySet() + ".");
        }
        return counterpart;
    }
}
