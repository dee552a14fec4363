package io.sluice.topology.serde;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes random instances of records and sealed interfaces, with nulls, empty containers and text of every script. */
final class RandomRecords {

    private static final List<String> TEXTS =
            List.of("", "plain", "{\"json\":[1,2]}", "Ünïcödé", "漢字 かな", "😀🏳️‍🌈", "\u0000\u0007\n", "a".repeat(300));
    private static final int SHA_256_BYTES = 32;
    private static final int MAX_ITEMS = 3;

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    <T> T next(Class<T> type) {
        return type.cast(type.isSealed() ? oneOf(type) : record(type));
    }

    private Object oneOf(Class<?> sealed) {
        List<? extends Class<?>> cases = cases(sealed).toList();
        return record(cases.get(random.nextInt(cases.size())));
    }

    private static Stream<? extends Class<?>> cases(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(RandomRecords::cases)
                : Stream.of(type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = Stream.of(components).map(this::component).toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        return switch (component.getName()) {
            case "previousHash" -> HexFormat.of().formatHex(bytes(SHA_256_BYTES));
            case "tenantId" -> "tenant-" + random.nextInt(9);
            default -> value(component.getAnnotatedType());
        };
    }

    private @Nullable Object value(AnnotatedType annotated) {
        if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
            return null;
        }
        if (annotated instanceof AnnotatedParameterizedType parameterized) {
            return container(parameterized);
        }
        Class<?> type = (Class<?>) annotated.getType();
        if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == int.class) {
            return random.nextInt();
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong();
        }
        if (type == Instant.class) {
            return Instant.ofEpochMilli(random.nextLong() >> random.nextInt(40));
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes(random.nextInt(20)));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return next(type);
    }

    private Object container(AnnotatedParameterizedType type) {
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        Supplier<@Nullable Object> item = () -> value(arguments[arguments.length - 1]);
        int size = random.nextInt(MAX_ITEMS + 1);
        if (((ParameterizedType) type.getType()).getRawType() == List.class) {
            List<@Nullable Object> list = new ArrayList<>();
            IntStream.range(0, size).forEach(i -> list.add(item.get()));
            return list;
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        IntStream.range(0, size).forEach(i -> map.put(value(arguments[0]), item.get()));
        return map;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
