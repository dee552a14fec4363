package io.sluice.topology.machine;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record as it came in, and where it came from. */
record Inbound(Record<byte[], byte[]> record, RecordMetadata metadata) {

    private static final byte[] NOTHING = {};

    String topic() {
        return metadata.topic();
    }

    int partition() {
        return metadata.partition();
    }

    long offset() {
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
    byte[] value() {
        return record.value() == null ? NOTHING : record.value();
    }

    Headers headers() {
        return record.headers();
    }

    Instant timestamp() {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
