package io.sluice.sandbox.app;

import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.AvroSerde;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what was committed to one topic, from its beginning. */
final class TopicTap<T> implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroSerde<T> serde;
    private final List<List<T>> values = new ArrayList<>();

    TopicTap(SluiceConfig config, String topic, AvroSerde<T> serde) {
        this.serde = serde;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", config.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, config.partitions())
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        partitions.forEach(partition -> values.add(new ArrayList<>()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes in what can be read now, and gives every value that was ever read, by partition. */
    List<List<T>> read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            try {
                values.get(record.partition()).add(serde.fromBytes(record.value()));
            } catch (UndecodableException e) {
                throw new AssertionError(record.topic() + " holds something else", e);
            }
        }
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
