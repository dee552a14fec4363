package io.sluice.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends commands straight to Kafka, for callers without a database of their own. Where a business row changes as well,
 * use {@link OutboxWriter}: two writes without a common transaction can end half done.
 */
public final class CommandSender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<String, byte[]> producer;
    private final String topic;

    CommandSender(Producer<String, byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * A sender that waits for all in-sync replicas and never writes a record twice by its own retries.
     *
     * @param kafka connection properties of the Kafka client, at least {@code bootstrap.servers}
     * @param topic the commands topic, by default {@code sluice.commands}
     */
    public static CommandSender connect(Map<String, ?> kafka, String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new CommandSender(new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()), topic);
    }

    /**
     * Sends one command.
     *
     * @return completes when every in-sync replica has it; completes exceptionally with Kafka's error when it could not
     *     be sent. Whether it then is on the topic is unknown: send the same command again, Sluice recognises it.
     */
    public CompletableFuture<RecordMetadata> send(CommandMessage command) {
        var record = new ProducerRecord<>(topic, command.aggregateId(), command.value());
        record.headers().add("message_id", utf8(command.id().toString())).add("event_type", utf8(command.eventType()));
        command.headers().forEach((name, value) -> record.headers().add(name, utf8(value)));
        var result = new CompletableFuture<RecordMetadata>();
        var unused = producer.send(record, (metadata, error) -> {
            if (error == null) {
                result.complete(metadata);
            } else {
                result.completeExceptionally(error);
            }
        });
        return result;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
