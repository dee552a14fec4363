package io.sluice.topology;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads back what was applied: any one partition holds all of it. */
public final class AppliedCatalogs {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicPartition partition;
    private final Codecs codecs;

    /** @param consumers makes consumers that read only what was committed and belong to no group */
    AppliedCatalogs(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, Codecs codecs) {
        this.consumers = consumers;
        this.partition = new TopicPartition(topics.catalog(), 0);
        this.codecs = codecs;
    }

    /** A reader that connects anew for each reading. */
    public static AppliedCatalogs of(SluiceConfig config, Codecs codecs) {
        Map<String, Object> settings = new KafkaSettings(config).journalReader();
        return new AppliedCatalogs(() -> new KafkaConsumer<>(settings), config.topics(), codecs);
    }

    /**
     * Everything that was applied so far, as the machine understands it.
     *
     * @throws org.apache.kafka.common.KafkaException when it cannot be read in time
     */
    public CatalogSnapshot read() {
        CatalogSnapshot catalog = CatalogSnapshot.empty();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            while (consumer.position(partition, PATIENCE) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(partition + " could not be read within " + PATIENCE);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                    catalog = with(catalog, record.value());
                }
            }
        }
        return catalog;
    }

    /** What the machine has sent to the dead letters is not in force, so it is passed over here too. */
    private CatalogSnapshot with(CatalogSnapshot catalog, byte[] value) {
        try {
            CatalogSnapshot next =
                    catalog.with(codecs.catalog().fromBytes(value).documents());
            return next.problems().isEmpty() ? next : catalog;
        } catch (CatalogException | UndecodableException e) {
            return catalog;
        }
    }
}
