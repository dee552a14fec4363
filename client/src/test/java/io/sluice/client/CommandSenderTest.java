package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class CommandSenderTest {
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final CommandSender sender = new CommandSender(kafka, "sluice.commands");

    @Test
    void shouldSendTheBytesUnderTheAggregateIdWithItsHeaders() {
        CommandMessage command = CommandMessage.json("case-1", "{}")
                .withHeaders(Map.of("traceparent", "00-ab-cd-01"))
                .withIdentity("a.b.c");
        var sent = sender.send(command);
        assertThat(sent).isNotDone();
        kafka.completeNext();

        assertThat(sent).isCompleted();
        ProducerRecord<String, byte[]> record = kafka.history().getFirst();
        assertThat(record.key()).isEqualTo("case-1");
        assertThat(record.value()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThat(header(record, "message_id")).isEqualTo(command.id().toString());
        assertThat(header(record, "event_type")).isEqualTo("command");
        assertThat(header(record, "traceparent")).isEqualTo("00-ab-cd-01");
        assertThat(header(record, "sluice-identity")).isEqualTo("a.b.c");
    }

    @Test
    void shouldReportWhatKafkaRefused() {
        var sent = sender.send(CommandMessage.json("case-1", "{}"));
        kafka.errorNext(new RecordTooLargeException("too large"));
        assertThat(sent).isCompletedExceptionally();
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
