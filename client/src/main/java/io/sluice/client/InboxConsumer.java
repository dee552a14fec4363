package io.sluice.client;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic through a {@link JdbcInbox}: one database transaction per record, offsets committed after it. A record
 * that fails is tried again, with growing pauses and for as long as it takes; its partition waits, the others go on.
 */
public final class InboxConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> kafka;
    private final JdbcInbox inbox;
    private final Function<ConsumerRecord<byte[], byte[]>, String> messageId;
    private final RecordHandler handler;
    private final Clock clock;
    private final Map<TopicPartition, Pause> pauses = new HashMap<>();
    private volatile boolean closed;

    private record Pause(Duration length, Instant until) {}

    /** What a consumer does with a record, on the connection of the inbox's transaction. */
    @FunctionalInterface
    public interface RecordHandler {
        void handle(Connection connection, ConsumerRecord<byte[], byte[]> record) throws Exception;
    }

    /**
     * A consumer over a client that is not subscribed yet.
     *
     * @param kafka with {@code enable.auto.commit=false}; this object closes it when {@link #run} ends
     * @param messageId what identifies a message for good, for example the event id in its value
     */
    public InboxConsumer(
            Consumer<byte[], byte[]> kafka,
            JdbcInbox inbox,
            Function<ConsumerRecord<byte[], byte[]>, String> messageId,
            RecordHandler handler,
            Clock clock) {
        this.kafka = kafka;
        this.inbox = inbox;
        this.messageId = messageId;
        this.handler = handler;
        this.clock = clock;
    }

    /** Consumes on the calling thread until {@link #close} is called from another one. */
    public void run(Collection<String> topics) {
        try (kafka) {
            kafka.subscribe(topics, new ForgetPauses());
            while (!closed) {
                pollOnce();
            }
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Makes {@link #run} return after the record in hand. */
    @Override
    public void close() {
        closed = true;
        kafka.wakeup();
    }

    private void pollOnce() {
        resumeWhatIsDue();
        var records = kafka.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            processInOrder(partition, records.records(partition));
        }
        if (!records.isEmpty()) {
            commit();
        }
    }

    private void commit() {
        try {
            kafka.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.info("Offsets were not committed, the partitions are moving: what comes again is a duplicate", e);
        }
    }

    private void processInOrder(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (closed) {
                kafka.seek(partition, record.offset());
                return;
            }
            try {
                inbox.process(messageId.apply(record), connection -> handler.handle(connection, record));
                pauses.remove(partition);
            } catch (Exception e) {
                pause(partition, record, e);
                return;
            }
        }
    }

    private void pause(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        Pause before = pauses.get(partition);
        Duration length = before == null ? FIRST_PAUSE : min(before.length().multipliedBy(2), LONGEST_PAUSE);
        LOG.warn(
                "{} at offset {} failed, tried again in {} ms", partition, record.offset(), length.toMillis(), failure);
        pauses.put(partition, new Pause(length, clock.instant().plus(length)));
        kafka.seek(partition, record.offset());
        kafka.pause(List.of(partition));
    }

    private void resumeWhatIsDue() {
        Instant now = clock.instant();
        pauses.forEach((partition, pause) -> {
            if (!now.isBefore(pause.until())) {
                kafka.resume(List.of(partition));
            }
        });
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** A partition that moved away is paused no more, and may not be resumed by this consumer. */
    private final class ForgetPauses implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            pauses.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
}
