package io.sluice.relay;

import io.sluice.topology.IdentityHeader;
import io.sluice.topology.serde.DeadLetter;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a row that cannot be published out of the way: first onto the dead-letters topic, then off the list of waiting rows. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** Fits, with its envelope, a topic with Kafka's default limit of one MiB. */
    private static final int BEGINNING_BYTES = 500_000;

    private static final String CUT_SHORT =
            " Here are its first " + BEGINNING_BYTES + " bytes; the outbox row keeps them all.";

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** The row was never at a place on the topic. */
    private static final int NOWHERE = -1;

    private final Producer<byte[], byte[]> producer;
    private final RelayConfig config;
    private final DeadLetterFormat format;
    private final RelayMeter meter;
    private final Clock clock;

    DeadLetters(
            Producer<byte[], byte[]> producer,
            RelayConfig config,
            DeadLetterFormat format,
            RelayMeter meter,
            Clock clock) {
        this.producer = producer;
        this.config = config;
        this.format = format;
        this.meter = meter;
        this.clock = clock;
    }

    /** Returns when the dead letter is on its topic and the row is marked; the row keeps the original bytes. */
    void bury(OutboxMessage message, String reason, String detail) throws InterruptedException {
        LOG.warn("Outbox row {} becomes a dead letter: {}", message.id(), detail);
        if (!sent(message, letter(message, reason, detail, message.value()))
                && !sent(message, letter(message, reason, detail + CUT_SHORT, beginning(message.value())))) {
            throw new RelayException("The dead letter of outbox row " + message.id() + " is too large for topic "
                    + config.deadLettersTopic() + ": raise its max.message.bytes above 600000.");
        }
        mark(message, reason + ": " + detail);
        meter.deadLetter();
    }

    /** PostgreSQL may show the row a moment later than logical decoding has brought it. */
    private void mark(OutboxMessage message, String error) {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        try (Connection connection = Postgres.connect(config.database())) {
            while (!OutboxTable.markDead(connection, message.id(), error) && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        } catch (SQLException e) {
            throw new RelayException("Outbox row " + message.id() + " could not be marked as a dead letter", e);
        }
    }

    private DeadLetter letter(OutboxMessage message, String reason, String detail, @Nullable ByteBuffer value) {
        byte[] key = message.keyBytes();
        return new DeadLetter(
                reason,
                detail,
                config.commandsTopic(),
                NOWHERE,
                NOWHERE,
                key == null ? null : ByteBuffer.wrap(key),
                value,
                message.headers().stream()
                        .map(header -> new DeadLetter.Header(
                                header.key(), ByteBuffer.wrap(IdentityHeader.withoutToken(header))))
                        .toList(),
                clock.instant());
    }

    private static List<Header> keptHeaders(OutboxMessage message) {
        return message.headers().stream()
                .map(header -> (Header) new RecordHeader(header.key(), IdentityHeader.withoutToken(header)))
                .toList();
    }

    private boolean sent(OutboxMessage message, DeadLetter letter) throws InterruptedException {
        try {
            var record = new ProducerRecord<>(
                    config.deadLettersTopic(), null, message.keyBytes(), format.encode(letter), keptHeaders(message));
            producer.send(record).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new RelayException("A dead letter could not be sent to topic " + config.deadLettersTopic(), e);
        }
    }

    private static @Nullable ByteBuffer beginning(@Nullable ByteBuffer value) {
        return value == null ? null : value.slice(0, Math.min(value.remaining(), BEGINNING_BYTES));
    }
}
