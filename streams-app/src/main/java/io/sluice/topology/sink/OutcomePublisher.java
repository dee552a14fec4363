package io.sluice.topology.sink;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes with a plain idempotent producer, and again with a fresh one when that fails, while the process lives.
 *
 * <p>Not with the task's transactional producer: what a provider answered must be kept even when the task's transaction
 * is aborted. The producer is used by one thread only, so that neither a stream thread nor a call waits for it.
 */
public final class OutcomePublisher implements OutcomeChannel, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutcomePublisher.class);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final Duration patience;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outcome-publisher").daemon().factory());
    private final Map<Long, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Producer<byte[], byte[]> producer;
    private long generation;

    /**
     * @param producers makes idempotent producers with {@code acks=all}
     * @param patience how long {@link #close} waits for what was not written yet
     */
    public OutcomePublisher(Supplier<Producer<byte[], byte[]>> producers, String topic, Duration patience) {
        this.producers = producers;
        this.topic = topic;
        this.patience = patience;
    }

    @Override
    public CompletableFuture<Void> publish(int partition, byte[] key, byte[] value) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        long number = numbers.incrementAndGet();
        pending.put(number, written);
        var unused = written.whenComplete((done, failure) -> pending.remove(number));
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, partition, key, value);
        try {
            thread.execute(() -> send(message, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(e);
        }
        return written;
    }

    /** Waits, bounded, until everything is written. To be closed after all that publishes. */
    @Override
    public void close() {
        try {
            CompletableFuture.allOf(pending.values().toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("{} outcomes could not be written; their attempts will be reconciled", pending.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.execute(() -> {
            dropProducer();
            thread.shutdownNow();
        });
    }

    private void send(ProducerRecord<byte[], byte[]> message, CompletableFuture<Void> written) {
        long sentWith = generation;
        try {
            var unused = current().send(message, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    retry(sentWith, message, written, failure);
                }
            });
        } catch (RuntimeException e) {
            retry(sentWith, message, written, e);
        }
    }

    private void retry(
            long failedGeneration,
            ProducerRecord<byte[], byte[]> message,
            CompletableFuture<Void> written,
            Exception failure) {
        if (failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidTopicException) {
            log.error("an outcome cannot be written to {}", topic, failure);
            written.completeExceptionally(failure);
            return;
        }
        log.warn("an outcome could not be written to {}, trying again: {}", topic, failure.toString());
        try {
            var unused = thread.schedule(
                    () -> {
                        if (failedGeneration == generation) {
                            dropProducer();
                        }
                        send(message, written);
                    },
                    RETRY.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(failure);
        }
    }

    private Producer<byte[], byte[]> current() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    private void dropProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
            generation++;
        }
    }
}
