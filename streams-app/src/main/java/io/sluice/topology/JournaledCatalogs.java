package io.sluice.topology;

import io.sluice.audit.JournalEntry;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Watches the journal for a catalog that is about to be applied, from the moment of its making. */
public final class JournaledCatalogs implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Codecs codecs;
    private final SortedSet<Integer> missing = new TreeSet<>();

    /** @param consumer reads only what was committed and belongs to no group; closed with this */
    JournaledCatalogs(Consumer<byte[], byte[]> consumer, Topics topics, int partitions, Codecs codecs) {
        this.consumer = consumer;
        this.codecs = codecs;
        List<TopicPartition> journal = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topics.journal(), partition))
                .toList();
        journal.forEach(partition -> missing.add(partition.partition()));
        consumer.assign(journal);
        consumer.seekToEnd(journal);
        journal.forEach(consumer::position);
    }

    /**
     * Begins to watch.
     *
     * @throws org.apache.kafka.common.KafkaException when the journal cannot be reached
     */
    public static JournaledCatalogs of(SluiceConfig config, Codecs codecs) {
        Map<String, Object> settings = new HashMap<>(new KafkaSettings(config).journalReader());
        return new JournaledCatalogs(new KafkaConsumer<>(settings), config.topics(), config.partitions(), codecs);
    }

    /**
     * Waits until every partition has journaled {@code version}.
     *
     * @return the partitions that have not when {@code patience} has passed; empty when all have
     * @throws org.apache.kafka.common.KafkaException when the journal cannot be reached
     */
    public Collection<Integer> await(String version, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!missing.isEmpty() && System.nanoTime() - end < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (isApplied(record.value(), version)) {
                    missing.remove(record.partition());
                }
            }
        }
        return List.copyOf(missing);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private boolean isApplied(byte[] value, String version) {
        try {
            return codecs.journal().fromBytes(value).facts().stream()
                    .anyMatch(fact -> fact instanceof JournalEntry.CatalogApplied applied
                            && applied.version().equals(version));
        } catch (UndecodableException e) {
            return false;
        }
    }
}
