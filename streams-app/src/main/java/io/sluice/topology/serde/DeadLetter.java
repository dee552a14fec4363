package io.sluice.topology.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be taken on, with its original bytes.
 *
 * @param reason reason code, such as {@link UndecodableException#reason()}
 * @param detail one sentence: what was wrong and what to do
 */
public record DeadLetter(
        String reason,
        String detail,
        String originTopic,
        int originPartition,
        long originOffset,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value,
        List<Header> headers,
        Instant at) {

    /** One header of the original record; one name may come more than once. */
    public record Header(String key, @Nullable ByteBuffer value) {}
}
