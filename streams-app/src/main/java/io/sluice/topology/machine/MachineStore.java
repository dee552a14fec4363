package io.sluice.topology.machine;

import io.sluice.saga.Saga;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Typed reading of the machine's store. Writing goes through {@link Changes}. */
final class MachineStore {

    /** Offset of an intent that its own incarnation has not read back, or none has. */
    static final long OFFSET_UNKNOWN = -1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Codecs codecs;

    /**
     * An attempt without an outcome.
     *
     * @param offset of its intent, known where another incarnation than its own has read it; else {@link #OFFSET_UNKNOWN}
     */
    record OpenAttempt(String incarnation, String intentId, String sagaId, long offset) {}

    MachineStore(KeyValueStore<Bytes, byte[]> store, Codecs codecs) {
        this.store = store;
        this.codecs = codecs;
    }

    @Nullable
    Saga saga(String sagaId) {
        byte[] value = store.get(StoreKeys.saga(sagaId));
        try {
            return value == null ? null : codecs.saga().fromBytes(value);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the stored state of saga " + sagaId + " cannot be read", e);
        }
    }

    boolean isOpen(String incarnation, String intentId) {
        return store.get(StoreKeys.openAttempt(incarnation, intentId)) != null;
    }

    List<OpenAttempt> openAttempts() {
        List<OpenAttempt> attempts = new ArrayList<>();
        each(StoreKeys.OPEN_ATTEMPTS, (key, value) -> attempts.add(openAttempt(key, value)));
        return attempts;
    }

    boolean hasOpenAttempts(String incarnation) {
        try (KeyValueIterator<Bytes, byte[]> found =
                store.prefixScan(StoreKeys.openAttemptsOf(incarnation), new ByteArraySerializer())) {
            return found.hasNext();
        }
    }

    List<String> deferred() {
        List<String> sagaIds = new ArrayList<>();
        each(StoreKeys.DEFERRED, (key, value) -> sagaIds.add(StoreKeys.text(key)));
        return sagaIds;
    }

    /** The offset at and beyond which {@code incarnation} called nothing; empty where it did not say so. */
    OptionalLong closedAt(String incarnation) {
        byte[] value = store.get(StoreKeys.closedIncarnation(incarnation));
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(value).getLong());
    }

    List<String> closedIncarnations() {
        List<String> incarnations = new ArrayList<>();
        each(StoreKeys.CLOSED_INCARNATIONS, (key, value) -> incarnations.add(StoreKeys.text(key)));
        return incarnations;
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

    static byte[] attemptValue(String sagaId, long offset) {
        byte[] saga = StoreKeys.utf8(sagaId);
        return ByteBuffer.allocate(Long.BYTES + saga.length)
                .putLong(offset)
                .put(saga)
                .array();
    }

    private static OpenAttempt openAttempt(Bytes key, byte[] value) {
        return new OpenAttempt(
                StoreKeys.incarnationOfAttempt(key),
                StoreKeys.intentOfAttempt(key),
                new String(value, Long.BYTES, value.length - Long.BYTES, StandardCharsets.UTF_8),
                ByteBuffer.wrap(value).getLong());
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
