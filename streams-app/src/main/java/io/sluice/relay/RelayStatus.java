package io.sluice.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a relay is doing.
 *
 * @param role whether it publishes, or stands by for the one that does
 * @param published commands acknowledged by Kafka since this relay started, sweeps included
 * @param failures captures and publications that failed and were taken up again
 * @param deadLetters rows this relay gave up
 * @param lastError the newest failure in one line
 * @param backlog what the outbox held a few seconds ago; null where it cannot be measured, and on a standby
 */
public record RelayStatus(
        Role role,
        long published,
        long failures,
        long deadLetters,
        @Nullable String lastError,
        @Nullable Backlog backlog) {

    /** Whether a relay publishes. */
    public enum Role {
        STANDBY,
        ACTIVE,
        CLOSED
    }

    /**
     * The state of the outbox, as any process with access to the database can read it.
     *
     * @param waiting rows not yet seen on the topic
     * @param oldest age of the oldest of them, zero when there is none
     * @param stuck rows that are still waiting after having been published again three times
     * @param deadLetters rows given up and kept
     * @param walBehindBytes WAL that the replication slot holds back, -1 when there is no slot
     */
    public record Backlog(long waiting, Duration oldest, long stuck, long deadLetters, long walBehindBytes) {}
}
