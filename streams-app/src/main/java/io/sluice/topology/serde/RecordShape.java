package io.sluice.topology.serde;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and makes instances of one Java record class, with nothing looked up per call. */
final class RecordShape {

    private final Class<?> type;
    private final RecordComponent[] components;
    private final String[] names;
    private final List<Function<Object, @Nullable Object>> accessors;
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
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        names = Arrays.stream(components)
                .map(component -> type.getSimpleName() + "." + component.getName())
                .toArray(String[]::new);
        accessors = new ArrayList<>(components.length);
        try {
            for (RecordComponent component : components) {
                accessors.add(accessor(lookup, type, component));
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
        return names[index];
    }

    @Nullable
    Object get(Object instance, int index) {
        return accessors.get(index).apply(instance);
    }

    /** A method handle that is no constant is slow to call; a function made of it is not. */
    @SuppressWarnings("unchecked") // the function is made of the accessor
    private static Function<Object, @Nullable Object> accessor(
            MethodHandles.Lookup lookup, Class<?> type, RecordComponent component) throws ReflectiveOperationException {
        MethodType erased = MethodType.methodType(Object.class, Object.class);
        try {
            return (Function<Object, @Nullable Object>) LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(Function.class),
                            erased,
                            lookup.unreflect(component.getAccessor()),
                            MethodType.methodType(Object.class, type))
                    .getTarget()
                    .invoke();
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
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
