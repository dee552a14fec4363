package io.sluice.topology.machine;

import io.sluice.effect.Lane;
import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import io.sluice.saga.Saga;
import io.sluice.topology.serde.AvroSerde;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The machine's store, typed. */
final class MachineStore implements PartitionStore {

    private final KeyValueStore<Bytes, byte[]> store;
    private final Codecs codecs;
    private final Supplier<Changes> begin;

    /**
     * @param begin gives an empty set of changes to this store
     */
    MachineStore(KeyValueStore<Bytes, byte[]> store, Codecs codecs, Supplier<Changes> begin) {
        this.store = store;
        this.codecs = codecs;
        this.begin = begin;
    }

    @Override
    public Changes changes() {
        return begin.get();
    }

    @Override
    public @Nullable Saga saga(String sagaId) {
        return read(codecs.saga(), store.get(StoreKeys.saga(sagaId)));
    }

    @Override
    public @Nullable OpenAttempt openAttempt(String incarnation, String intentId) {
        return read(codecs.openAttempt(), store.get(StoreKeys.openAttempt(incarnation, intentId)));
    }

    @Override
    public List<OpenAttempt> openAttempts() {
        return all(StoreKeys.OPEN_ATTEMPTS, codecs.openAttempt());
    }

    @Override
    public List<QueuedAttempt> queuedAttempts() {
        return Stream.of(StoreKeys.QUEUED, StoreKeys.QUEUED_TO_ASK)
                .flatMap(type -> all(type, codecs.queuedAttempt()).stream())
                .toList();
    }

    @Override
    public Optional<QueuedAttempt> firstQueued(String provider, Lane lane, String tenantId, boolean asks) {
        try (KeyValueIterator<Bytes, byte[]> found =
                store.prefixScan(StoreKeys.queuedIn(provider, lane, tenantId, asks), new ByteArraySerializer())) {
            return found.hasNext()
                    ? Optional.ofNullable(read(codecs.queuedAttempt(), found.next().value))
                    : Optional.empty();
        }
    }

    @Override
    public boolean hasOpenAttempts(String incarnation) {
        try (KeyValueIterator<Bytes, byte[]> found =
                store.prefixScan(StoreKeys.openAttemptsOf(incarnation), new ByteArraySerializer())) {
            return found.hasNext();
        }
    }

    @Override
    public List<String> deferred() {
        List<String> sagaIds = new ArrayList<>();
        each(StoreKeys.DEFERRED, (key, value) -> sagaIds.add(StoreKeys.text(key)));
        return sagaIds;
    }

    @Override
    public OptionalLong closedAt(String incarnation) {
        byte[] value = store.get(StoreKeys.closedIncarnation(incarnation));
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(value).getLong());
    }

    @Override
    public List<String> closedIncarnations() {
        List<String> incarnations = new ArrayList<>();
        each(StoreKeys.CLOSED_INCARNATIONS, (key, value) -> incarnations.add(StoreKeys.text(key)));
        return incarnations;
    }

    @Override
    public List<Timer> timers(Timer from, long untilMillis, int max) {
        List<Timer> timers = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found =
                store.range(StoreKeys.timer(from), StoreKeys.timer(Timer.from(untilMillis + 1)))) {
            while (found.hasNext() && timers.size() < max) {
                timers.add(StoreKeys.timer(found.next().key));
            }
        }
        return timers;
    }

    /** Every applied catalog record, in the order of application. */
    List<byte[]> catalogs() {
        List<byte[]> records = new ArrayList<>();
        each(StoreKeys.CATALOGS, (key, value) -> records.add(value));
        return records;
    }

    byte @Nullable [] chainHead() {
        return store.get(StoreKeys.CHAIN_HEAD);
    }

    private <T> List<T> all(byte[] prefix, AvroSerde<T> serde) {
        List<T> values = new ArrayList<>();
        each(prefix, (key, value) -> values.add(Objects.requireNonNull(read(serde, value))));
        return values;
    }

    private static <T> @Nullable T read(AvroSerde<T> serde, byte @Nullable [] value) {
        try {
            return value == null ? null : serde.fromBytes(value);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the machine's own state cannot be read", e);
        }
    }

    private void each(byte[] prefix, BiConsumer<Bytes, byte[]> action) {
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> entry = found.next();
                action.accept(entry.key, entry.value);
            }
        }
    }
}
