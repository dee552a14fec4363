package io.sluice.relay;

import io.sluice.relay.RelayConfig.CaptureBy;
import io.sluice.relay.RelayConfig.Timing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the commands topic and marks each outbox row it sees there. From that it knows which rows are missing, so it is
 * also the one that sweeps, prunes and reports.
 */
final class SeenWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(SeenWatcher.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
    private static final int PRUNED_ROWS = 1000;

    private final Connection connection;
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final CaptureProgress progress;
    private final Sweeper sweeper;
    private final RelayMeter meter;
    private final CaptureBy captureBy;
    private final Timing timing;
    private Set<UUID> unmarked = new HashSet<>();
    private Set<UUID> unmarkedBefore = new HashSet<>();

    SeenWatcher(
            Connection connection,
            Consumer<byte[], byte[]> consumer,
            RelayConfig config,
            CaptureProgress progress,
            Sweeper sweeper,
            RelayMeter meter) {
        this.connection = connection;
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(config.commandsTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        this.progress = progress;
        this.sweeper = sweeper;
        this.meter = meter;
        this.captureBy = config.captureBy();
        this.timing = config.timing();
    }

    static Consumer<byte[], byte[]> consumer(RelayConfig config) {
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        kafka.put(ConsumerConfig.GROUP_ID_CONFIG, config.commandsTopic() + ".seen");
        kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        // A few large updates a second instead of one per command.
        kafka.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1 << 20);
        kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Works until told to stop. */
    void run(CountDownLatch stop) throws SQLException, InterruptedException {
        // Only one relay watches, so the partitions are taken without waiting for a group to settle.
        consumer.assign(partitions);
        Every sweep = new Every(timing.sweepEvery());
        Every report = new Every(timing.reportEvery());
        Every secondLook = new Every(SECOND_LOOK);
        while (stop.getCount() > 0) {
            markSeen(consumer.poll(POLL));
            if (secondLook.isDue()) {
                lookAgain();
            }
            if (sweep.isDue()) {
                sweepAndPrune(stop);
                meter.backlog(OutboxTable.backlog(connection));
            }
            if (report.isDue()) {
                LOG.info("Relay: {}", meter.status());
            }
        }
    }

    private void markSeen(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        Set<UUID> ids = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            UUID id = OutboxMessage.idIn(record.headers());
            if (id != null) {
                ids.add(id);
            }
        }
        if (!ids.isEmpty()) {
            ids.removeAll(OutboxTable.markSeen(connection, ids));
            unmarked.addAll(ids);
        }
        consumer.commitSync();
    }

    /**
     * PostgreSQL hands a transaction to logical decoding before it shows it to others, so a row can be on the topic and
     * back here while it cannot be seen yet. What was not found is looked for once more, one to two rounds later.
     */
    private void lookAgain() throws SQLException {
        if (!unmarkedBefore.isEmpty()) {
            OutboxTable.markSeen(connection, unmarkedBefore);
        }
        unmarkedBefore = unmarked;
        unmarked = new HashSet<>();
    }

    /** What capture has passed was on the topic before the end that is read now: a row unmarked after it was missed. */
    private void sweepAndPrune(CountDownLatch stop) throws SQLException, InterruptedException {
        Instant capturedUpTo = captureBy == CaptureBy.RELAY ? progress.capturedUpTo() : null;
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (isBefore(ends)) {
            if (stop.getCount() == 0) {
                return;
            }
            markSeen(consumer.poll(POLL));
        }
        sweeper.sweep(connection, capturedUpTo);
        int pruned;
        do {
            pruned = OutboxTable.prune(connection, timing.retention(), PRUNED_ROWS);
        } while (pruned == PRUNED_ROWS);
    }

    private boolean isBefore(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /** Due at once and then once per period. */
    private static final class Every {
        private final Duration period;
        private @Nullable Long next;

        Every(Duration period) {
            this.period = period;
        }

        boolean isDue() {
            long now = System.nanoTime();
            if (next != null && now - next < 0) {
                return false;
            }
            next = now + period.toNanos();
            return true;
        }
    }
}
