package io.sluice.topology.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/** Finds arrays whose items take no bytes: a few bytes would promise billions of them, each of which costs time. */
final class EmptyItems {

    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private EmptyItems() {}

    static boolean in(Schema schema) {
        return new EmptyItems().search(schema);
    }

    private boolean search(Schema schema) {
        if (!seen.add(schema)) {
            return false;
        }
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().anyMatch(field -> search(field.schema()));
            case UNION -> schema.getTypes().stream().anyMatch(this::search);
            case MAP -> search(schema.getValueType());
            case ARRAY -> isEmpty(schema.getElementType()) || search(schema.getElementType());
            default -> false;
        };
    }

    /** A record that holds itself needs a union to end, and a union takes a byte. */
    private static boolean isEmpty(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> schema.getFields().stream().allMatch(field -> isEmpty(field.schema()));
            default -> false;
        };
    }
}
