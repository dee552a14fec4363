package io.sluice.topology.machine;

import io.sluice.partition.TooLargeException;
import io.sluice.topology.IdentityHeader;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a record up: its original bytes and the reason go to the dead letters, and the stream goes on. */
public final class DeadLetters {

    public static final String INTERNAL_ERROR = "internal_error";
    static final String INVALID_CATALOG = "invalid_catalog";
    static final String INVALID_TENANT = "invalid_tenant";
    static final String SECOND_HOP = "second_hop";
    public static final String TENANT_MISMATCH = "tenant_mismatch";
    public static final String TOO_LARGE = "too_large";

    private static final int MAX_DETAIL = 2000;

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Topics topics;
    private final Codecs codecs;

    public DeadLetters(Topics topics, Codecs codecs) {
        this.topics = topics;
        this.codecs = codecs;
    }

    public void write(Batch batch, Inbound record, String reason, String detail, Instant now) {
        log.warn("dead letter: {}-{}@{} {}: {}", record.topic(), record.partition(), record.offset(), reason, detail);
        String why = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
        List<DeadLetter.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new DeadLetter.Header(header.key(), wrap(IdentityHeader.withoutToken(header))));
        }
        try {
            forward(batch, record, record.key(), record.original(), headers, reason, why, now);
        } catch (TooLargeException e) {
            // The topics' own bounds let nothing in that does not fit; should they be raised by hand, this still goes
            // on.
            forward(batch, record, null, null, List.of(), reason, why + " (left out: " + e.getMessage() + ")", now);
        }
    }

    private void forward(
            Batch batch,
            Inbound record,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<DeadLetter.Header> headers,
            String reason,
            String detail,
            Instant now) {
        DeadLetter letter = new DeadLetter(
                reason,
                detail,
                record.topic(),
                record.partition(),
                record.offset(),
                wrap(key),
                wrap(value),
                headers,
                now);
        batch.forward(topics.deadLetters(), key, codecs.deadLetter().toBytes(letter));
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
