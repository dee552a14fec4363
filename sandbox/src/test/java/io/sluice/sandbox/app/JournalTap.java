package io.sluice.sandbox.app;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.SagaEvent;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.Codecs;
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

/** Reads the committed journal from its beginning. */
final class JournalTap implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Codecs codecs;
    private final List<List<SagaEvent>> events = new ArrayList<>();

    JournalTap(SluiceConfig config, Codecs codecs) {
        this.codecs = codecs;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", config.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, config.partitions())
                .mapToObj(i -> new TopicPartition(config.topics().journal(), i))
                .toList();
        partitions.forEach(partition -> events.add(new ArrayList<>()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** How many sagas have ended, as far as the journal can be read now. */
    long ended() {
        read();
        return all().stream().filter(SagaEvent.SagaEnded.class::isInstance).count();
    }

    /** Every event of every partition that was read. */
    List<SagaEvent> all() {
        return events.stream().flatMap(List::stream).toList();
    }

    /** How many sagas were ever under way at the same time in one partition, in the order of its journal. */
    int mostUnderWay() {
        int most = 0;
        for (List<SagaEvent> partition : events) {
            int underWay = 0;
            for (SagaEvent event : partition) {
                if (event instanceof SagaEvent.SagaStarted) {
                    underWay++;
                } else if (event instanceof SagaEvent.SagaEnded) {
                    underWay--;
                }
                most = Math.max(most, underWay);
            }
        }
        return most;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            try {
                if (codecs.journal().fromBytes(record.value()).event() instanceof JournalEntry.OfSaga fact) {
                    events.get(record.partition()).add(fact.event());
                }
            } catch (UndecodableException e) {
                throw new AssertionError(e);
            }
        }
    }
}
