package io.sluice.topology.views;

import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** The keys of the views' store: a type byte, then parts; where several texts follow each other, a zero byte ends each. */
final class ViewKeys {

    private static final byte[] ROW = {'r'};
    private static final byte[] HISTORY = {'h'};
    private static final byte[] BY_STATUS = {'s'};
    private static final byte[] BY_COMMAND = {'c'};
    private static final byte[] END = {0};
    private static final byte[] AFTER_END = {1};

    private ViewKeys() {}

    static Bytes row(String sagaId) {
        return key(ROW, utf8(sagaId));
    }

    /** Orders the entries of one saga as its partition recorded them. */
    static Bytes history(String sagaId, long partitionSequence) {
        return key(HISTORY, utf8(sagaId), END, longBytes(partitionSequence));
    }

    static Bytes byCommand(String tenantId, String commandId) {
        return key(BY_COMMAND, utf8(tenantId), END, utf8(commandId));
    }

    /** Orders the sagas of one tenant and status by their last change, newest first. */
    static Bytes byStatus(Saga saga) {
        return key(
                byStatusPrefix(saga.tenantId(), saga.status()),
                longBytes(Long.MAX_VALUE - saga.updatedAt().toEpochMilli()),
                utf8(saga.sagaId()));
    }

    static byte[] byStatusPrefix(String tenantId, SagaStatus status) {
        return key(BY_STATUS, utf8(tenantId), END, utf8(status.name()), END).get();
    }

    /** Right behind the entry at {@code place} in the index of one tenant and status. */
    static Bytes afterPlace(byte[] prefix, ViewPlace place) {
        return key(prefix, longBytes(Long.MAX_VALUE - place.updatedAt().toEpochMilli()), utf8(place.sagaId()), END);
    }

    /** Behind every entry of the index of one tenant and status. */
    static Bytes behindPrefix(byte[] prefix) {
        byte[] behind = prefix.clone();
        behind[behind.length - 1]++;
        return Bytes.wrap(behind);
    }

    static String sagaOfStatusKey(Bytes key, byte[] prefix) {
        int start = prefix.length + Long.BYTES;
        return new String(key.get(), start, key.get().length - start, StandardCharsets.UTF_8);
    }

    static Instant updatedOfStatusKey(Bytes key, byte[] prefix) {
        return Instant.ofEpochMilli(Long.MAX_VALUE - ByteBuffer.wrap(key.get()).getLong(prefix.length));
    }

    /** Before every entry of the index by status. */
    static Bytes statusIndexStart() {
        return Bytes.wrap(BY_STATUS);
    }

    /** Behind every entry of the index by status. */
    static Bytes statusIndexEnd() {
        return Bytes.wrap(new byte[] {(byte) (BY_STATUS[0] + 1)});
    }

    static String tenantOfStatusKey(Bytes key) {
        byte[] bytes = key.get();
        int end = BY_STATUS.length;
        while (bytes[end] != END[0]) {
            end++;
        }
        return new String(bytes, BY_STATUS.length, end - BY_STATUS.length, StandardCharsets.UTF_8);
    }

    /** Behind every entry of one tenant in the index by status. */
    static Bytes afterTenant(String tenantId) {
        return key(BY_STATUS, utf8(tenantId), AFTER_END);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static Bytes key(byte[]... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return Bytes.wrap(buffer.array());
    }
}
