package io.sluice.topology.machine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record as it came in, and where it came from. */
public record Inbound(Record<byte[], byte[]> record, RecordMetadata metadata) {

    private static final String CREATED_AT = "created_at";
    private static final byte[] NOTHING = {};

    public String topic() {
        return metadata.topic();
    }

    public int partition() {
        return metadata.partition();
    }

    public long offset() {
        return metadata.offset();
    }

    byte @Nullable [] key() {
        return record.key();
    }

    /** The value as it came, which may be none. */
    byte @Nullable [] original() {
        return record.value();
    }

    /** The value; empty where there is none. */
    public byte[] value() {
        return record.value() == null ? NOTHING : record.value();
    }

    Headers headers() {
        return record.headers();
    }

    public Instant timestamp() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** When the message was made: what the outbox row says, however late it is published, else when the record was. */
    Instant madeAt() {
        Header header = record.headers().lastHeader(CREATED_AT);
        if (header == null || header.value() == null) {
            return timestamp();
        }
        try {
            return OffsetDateTime.parse(new String(header.value(), StandardCharsets.UTF_8))
                    .toInstant();
        } catch (DateTimeParseException notOfTheOutbox) {
            return timestamp();
        }
    }
}
