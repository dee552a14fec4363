package io.sluice.topology.serde;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and makes instances of one Java record class, with nothing looked up per call. */
final class RecordShape {

    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    /**
     * Looks up how to read and make a {@code type}.
     *
     * @throws IllegalArgumentException when the record is not public
     */
    RecordShape(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            accessors = new MethodHandle[components.length];
            for (int i = 0; i < components.length; i++) {
                accessors[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " must be a public record.", e);
        }
    }

    int size() {
        return components.length;
    }

    RecordComponent component(int index) {
        return components[index];
    }

    /** Class and component, for an error. */
    String name(int index) {
        return type.getSimpleName() + "." + components[index].getName();
    }

    @Nullable
    Object get(Object instance, int index) {
        try {
            return (@Nullable Object) accessors[index].invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name(index) + " cannot be read.", e);
        }
    }

    Object make(@Nullable Object... arguments) {
        try {
            return (Object) constructor.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A " + type.getSimpleName() + " cannot be made.", e);
        }
    }
}
