package io.sluice.topology.views;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Scans a partition of the journal from its beginning with a consumer of its own. */
public final class KafkaJournalReader implements JournalReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * @param consumers makes consumers that read only what was committed and belong to no group
     * @param patience how long one scan may take; must be shorter than {@code max.poll.interval.ms} of the views
     */
    public KafkaJournalReader(
            Supplier<Consumer<byte[], byte[]>> consumers, String topic, InstantSource clock, Duration patience) {
        this.consumers = consumers;
        this.topic = topic;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public List<byte[]> read(int partition, byte[] key, long lastOffset) {
        TopicPartition source = new TopicPartition(topic, partition);
        List<byte[]> values = new ArrayList<>();
        long end = clock.millis() + patience.toMillis();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(source));
            consumer.seekToBeginning(List.of(source));
            while (consumer.position(source) <= lastOffset) {
                if (clock.millis() > end) {
                    throw new TimeoutException(
                            "%s could not be read up to %d within %s".formatted(source, lastOffset, patience));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(source)) {
                    if (record.offset() <= lastOffset && Arrays.equals(record.key(), key)) {
                        values.add(record.value());
                    }
                }
            }
        }
        return values;
    }
}
