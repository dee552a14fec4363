package io.sluice.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * An outbox row as it is published, the same whether capture or the sweeper brings it.
 *
 * @param key null when the row had none
 * @param value null when the row had none
 * @param headers the outbox id first
 */
record OutboxMessage(
        UUID id, @Nullable String key, @Nullable ByteBuffer value, List<Header> headers) {
    /** The record header that holds the id of the outbox row. */
    static final String ID = "id";

    /** What the event router made of an inserted row. */
    static OutboxMessage of(SourceRecord record) {
        List<Header> headers = new ArrayList<>();
        for (var header : record.headers()) {
            if (header.value() != null) {
                headers.add(header(header.key(), header.value().toString()));
            }
        }
        UUID id = UUID.fromString(record.headers().lastWithName(ID).value().toString());
        return new OutboxMessage(id, (String) record.key(), (ByteBuffer) record.value(), headers);
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The outbox id that a record on the topic carries, or null when it did not come from an outbox. */
    static @Nullable UUID idIn(Headers headers) {
        Header header = headers.lastHeader(ID);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return UUID.fromString(new String(header.value(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    ProducerRecord<byte[], byte[]> toRecord(String topic) {
        return new ProducerRecord<>(topic, null, keyBytes(), valueBytes(), headers);
    }

    byte @Nullable [] keyBytes() {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    private byte @Nullable [] valueBytes() {
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
