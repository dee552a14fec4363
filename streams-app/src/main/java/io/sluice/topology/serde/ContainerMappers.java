package io.sluice.topology.serde;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Lists and maps; what comes out of Avro is unmodifiable and keeps its order. */
final class ContainerMappers {

    private ContainerMappers() {}

    static ValueMapper list(ValueMapper element, Schema schema) {
        return Mappers.mapper(
                value -> {
                    List<?> list = (List<?>) value;
                    GenericData.Array<Object> array = new GenericData.Array<>(list.size(), schema);
                    list.forEach(item -> array.add(element.toAvro(item)));
                    return array;
                },
                value -> {
                    List<?> array = (List<?>) value;
                    List<Object> list = new ArrayList<>(array.size());
                    array.forEach(item -> list.add(element.fromAvro(item)));
                    return Collections.unmodifiableList(list);
                });
    }

    static ValueMapper map(ValueMapper content) {
        return Mappers.mapper(
                value -> {
                    Map<Object, Object> avro = new LinkedHashMap<>();
                    ((Map<?, ?>) value).forEach((key, item) -> avro.put(key, content.toAvro(item)));
                    return avro;
                },
                value -> {
                    Map<Object, Object> map = new LinkedHashMap<>();
                    ((Map<?, ?>) value).forEach((key, item) -> map.put(key.toString(), content.fromAvro(item)));
                    return Collections.unmodifiableMap(map);
                });
    }
}
