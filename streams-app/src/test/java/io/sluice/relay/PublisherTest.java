package io.sluice.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.relay.Publisher.Sending;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final RelayMeter meter = new RelayMeter();
    private final Publisher publisher = new Publisher(kafka, RelayTestConfig.CONFIG, letter -> new byte[] {0}, meter);

    @Test
    void shouldPublishKeyValueAndHeadersAsTheyAre() throws InterruptedException {
        OutboxMessage message = message("case-1", "{}");
        Sending sending = publisher.send(message);
        kafka.completeNext();
        publisher.await(sending);

        ProducerRecord<byte[], byte[]> record = kafka.history().getFirst();
        assertThat(record.topic()).isEqualTo("sluice.commands");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("case-1");
        assertThat(record.value()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThat(OutboxMessage.idIn(record.headers())).isEqualTo(message.id());
        assertThat(meter.status().published()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAFailureOfKafkaForAFaultOfTheMessage() {
        Sending sending = publisher.send(message("case-1", "{}"));
        kafka.errorNext(new NotLeaderOrFollowerException("moved"));
        assertThatThrownBy(() -> publisher.await(sending))
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("sluice.commands");
    }

    @Test
    void shouldNotSendWhatHasNoKeyOrNoPayload() {
        var noKey = new OutboxMessage(UUID.randomUUID(), null, ByteBuffer.allocate(2), List.of());
        var noPayload = new OutboxMessage(UUID.randomUUID(), "case-1", null, List.of());
        assertThat(publisher.send(noKey).ack().state()).isEqualTo(Future.State.FAILED);
        assertThat(publisher.send(noPayload).ack().state()).isEqualTo(Future.State.FAILED);
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void shouldFindNoOutboxIdInARecordFromElsewhere() {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("sluice.commands", new byte[] {1});
        assertThat(OutboxMessage.idIn(record.headers())).isNull();
        record.headers().add("id", "order-7".getBytes(StandardCharsets.UTF_8));
        assertThat(OutboxMessage.idIn(record.headers())).isNull();
    }

    private static OutboxMessage message(String key, String value) {
        UUID id = UUID.randomUUID();
        return new OutboxMessage(
                id,
                key,
                ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)),
                List.of(OutboxMessage.header(OutboxMessage.ID, id.toString())));
    }
}
