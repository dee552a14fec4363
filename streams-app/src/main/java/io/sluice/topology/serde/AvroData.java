package io.sluice.topology.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Avro's generic data model with maps that keep their order, so that what is read and written again is the same bytes. */
final class AvroData extends GenericData {

    static final AvroData INSTANCE = new AvroData();

    private AvroData() {}

    @Override
    public Object newMap(@Nullable Object old, int size) {
        if (old instanceof Map<?, ?> map) {
            map.clear();
            return map;
        }
        return new LinkedHashMap<>();
    }
}
