package io.sluice.relay;

import java.time.Duration;
import java.util.Map;

/**
 * Everything a relay needs to know.
 *
 * @param kafka connection properties of the Kafka clients, at least {@code bootstrap.servers}
 * @param commandsTopic where outbox rows are published
 * @param deadLettersTopic where a row goes that cannot be published
 */
public record RelayConfig(
        Database database,
        Map<String, String> kafka,
        String commandsTopic,
        String deadLettersTopic,
        CaptureBy captureBy,
        Timing timing) {

    public RelayConfig {
        kafka = Map.copyOf(kafka);
    }

    /** Who reads the changes of the outbox; all else is the relay's in either case. */
    public enum CaptureBy {
        RELAY,
        KAFKA_CONNECT
    }

    /** The captured database; the user owns the rows of schema {@code sluice} and may replicate. */
    public record Database(String host, int port, String name, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + name;
        }
    }

    /**
     * When the relay does what.
     *
     * @param sweepAfter a row that capture has passed, and that is still not on the topic at this age, is published again
     * @param sweepEvery how often it looks for such rows, and measures the backlog
     * @param retention how long a published row is kept
     * @param reportEvery how often it logs a line
     */
    public record Timing(Duration sweepAfter, Duration sweepEvery, Duration retention, Duration reportEvery) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofDays(1), Duration.ofSeconds(30));
    }
}
