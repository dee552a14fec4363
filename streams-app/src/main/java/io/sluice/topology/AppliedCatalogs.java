package io.sluice.topology;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        for (byte[] value : values()) {
            catalog = decoded(value).flatMap(with(catalog)).orElse(catalog);
        }
        return catalog;
    }

    /**
     * Each catalog that was put in force, the earliest first.
     *
     * @throws org.apache.kafka.common.KafkaException when it cannot be read in time
     */
    public List<CatalogRecord> history() {
        List<CatalogRecord> applied = new ArrayList<>();
        CatalogSnapshot catalog = CatalogSnapshot.empty();
        for (byte[] value : values()) {
            Optional<CatalogRecord> record = decoded(value);
            Optional<CatalogSnapshot> next = record.flatMap(with(catalog));
            if (next.isPresent()) {
                catalog = next.get();
                applied.add(record.get());
            }
        }
        return applied;
    }

    private List<byte[]> values() {
        List<byte[]> values = new ArrayList<>();
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
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    private Optional<CatalogRecord> decoded(byte[] value) {
        try {
            return Optional.of(codecs.catalog().fromBytes(value));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    /** What the machine has sent to the dead letters is not in force, so it is passed over here too. */
    private static Function<CatalogRecord, Optional<CatalogSnapshot>> with(CatalogSnapshot catalog) {
        return record -> {
            try {
                CatalogSnapshot next = catalog.with(record.documents());
                return next.problems().isEmpty() ? Optional.of(next) : Optional.empty();
            } catch (CatalogException e) {
                return Optional.empty();
            }
        };
    }
}
