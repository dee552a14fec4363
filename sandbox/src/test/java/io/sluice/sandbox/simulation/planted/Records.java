package io.sluice.sandbox.simulation.planted;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Copies of records in which one component is another: bugs need what production code offers nobody. */
final class Records {

    private Records() {}

    @SuppressWarnings({"unchecked", "GetClassOnEnum"})
    static <R extends Record> R with(R record, String component, @Nullable Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        try {
            for (int index = 0; index < components.length; index++) {
                boolean isMeant = components[index].getName().equals(component);
                found |= isMeant;
                types[index] = components[index].getType();
                values[index] =
                        isMeant ? value : components[index].getAccessor().invoke(record);
            }
            if (!found) {
                throw new IllegalArgumentException(record.getClass() + " has no " + component);
            }
            return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
