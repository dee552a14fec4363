package io.sluice.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends outbox messages to the commands topic. A message that Kafka refuses for what it is becomes a dead letter; any
 * other failure is thrown, and the message comes again.
 */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final DeadLetters deadLetters;
    private final RelayMeter meter;

    /** A message on its way. */
    record Sending(OutboxMessage message, Future<RecordMetadata> ack) {}

    Publisher(Producer<byte[], byte[]> producer, RelayConfig config, DeadLetterFormat format, RelayMeter meter) {
        this.producer = producer;
        this.topic = config.commandsTopic();
        this.deadLetters = new DeadLetters(producer, config, format, meter, Clock.systemUTC());
        this.meter = meter;
    }

    static Publisher connect(RelayConfig config, DeadLetterFormat format, RelayMeter meter) {
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        kafka.put(ProducerConfig.ACKS_CONFIG, "all");
        kafka.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A record that expires would be overtaken by the ones behind it; while a broker is away, wait instead.
        kafka.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        kafka.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        kafka.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // The topic decides what is too large; a dead letter may be larger than a command.
        kafka.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, OutboxTable.LARGEST_READ_BYTES + (1 << 20));
        var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        return new Publisher(producer, config, format, meter);
    }

    /** Hands a message to the producer. Messages of one key reach the topic in the order of these calls. */
    Sending send(OutboxMessage message) {
        if (message.key() == null || message.key().isEmpty()) {
            return new Sending(message, refused("it has no aggregate_id"));
        }
        if (message.value() == null || !message.value().hasRemaining()) {
            return new Sending(message, refused("it has no payload"));
        }
        Future<RecordMetadata> ack = producer.send(message.toRecord(topic));
        if (ack.isDone() && ack.state() == Future.State.FAILED) {
            requireRefusal(ack.exceptionNow());
        }
        return new Sending(message, ack);
    }

    /** Returns when the message is on the topic, acknowledged by all in-sync replicas, or has become a dead letter. */
    void await(Sending sending) throws InterruptedException {
        Exception refusal = outcome(sending.ack());
        if (refusal == null) {
            meter.published();
        } else {
            String reason = refusal instanceof InvalidRecordException ? "invalid_record" : "too_large";
            bury(sending.message(), reason, "Topic " + topic + " does not take it: " + refusal.getMessage());
        }
    }

    /** Buries a message that is not worth sending. */
    void bury(OutboxMessage message, String reason, String detail) throws InterruptedException {
        deadLetters.bury(message, reason, detail);
    }

    /** Drops what is not acknowledged yet: it comes again. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private @Nullable Exception outcome(Future<RecordMetadata> ack) throws InterruptedException {
        for (Duration waited = PATIENCE; ; waited = waited.plus(PATIENCE)) {
            try {
                ack.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return null;
            } catch (TimeoutException e) {
                String what = "Kafka has not acknowledged a command for " + waited.toSeconds() + " s";
                LOG.warn(what);
                meter.failed(what);
            } catch (ExecutionException e) {
                return requireRefusal(e.getCause());
            }
        }
    }

    /** The error when it is the message's own fault; anything else is thrown. */
    private Exception requireRefusal(@Nullable Throwable failure) {
        if (failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException) {
            return (Exception) failure;
        }
        throw new RelayException("A command could not be sent to topic " + topic + ": " + failure, failure);
    }

    private static Future<RecordMetadata> refused(String why) {
        return CompletableFuture.failedFuture(new InvalidRecordException(why));
    }
}
