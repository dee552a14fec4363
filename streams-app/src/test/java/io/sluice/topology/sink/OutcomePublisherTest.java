package io.sluice.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutcomePublisherTest {

    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();

    @Test
    void shouldWriteToThePartitionOfTheTask() {
        try (OutcomePublisher publisher = publisher(true)) {
            CompletableFuture<Void> written = publisher.publish(3, new byte[] {1}, new byte[] {2});

            assertThat(written).succeedsWithin(Duration.ofSeconds(5));
            assertThat(producers.getFirst().history())
                    .singleElement()
                    .satisfies(record -> assertThat(record.partition()).isEqualTo(3));
        }
    }

    @Test
    void shouldTryAgainWithAFreshProducer() {
        try (OutcomePublisher publisher = publisher(false)) {
            CompletableFuture<Void> written = publisher.publish(0, new byte[] {1}, new byte[] {2});
            Awaitility.await()
                    .until(() -> producers.size() == 1 && producers.getFirst().errorNext(new TimeoutException()));
            Awaitility.await()
                    .until(() -> producers.size() == 2 && producers.getLast().completeNext());

            assertThat(written).succeedsWithin(Duration.ofSeconds(5));
            assertThat(producers.getFirst().closed()).isTrue();
        }
    }

    @Test
    void shouldGiveUpWhatCanNeverBeWritten() {
        try (OutcomePublisher publisher = publisher(false)) {
            CompletableFuture<Void> written = publisher.publish(0, new byte[] {1}, new byte[] {2});
            Awaitility.await()
                    .until(() -> producers.size() == 1
                            && producers.getFirst().errorNext(new RecordTooLargeException("too large")));

            assertThat(written)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    private OutcomePublisher publisher(boolean completes) {
        return new OutcomePublisher(() -> producer(completes), "outcomes", Duration.ofMillis(100));
    }

    private Producer<byte[], byte[]> producer(boolean completes) {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                completes, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }
}
