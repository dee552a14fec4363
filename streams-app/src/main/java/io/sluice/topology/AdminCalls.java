package io.sluice.topology;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Waits for the brokers' answers, bounded, and turns what goes wrong into one sentence.
 *
 * @param bootstrap the brokers' addresses, for messages
 * @param timeout bound of each request
 */
record AdminCalls(String bootstrap, Duration timeout) {

    /** The answer, or the cause of its failure as it is; a {@link StartupException} when none came in time. */
    <T> T tryAwait(KafkaFuture<T> future, String doing) throws ExecutionException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(doing, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Sluice was stopped while it tried to " + doing + ".", e);
        }
    }

    <T> T await(KafkaFuture<T> future, String doing) {
        try {
            return tryAwait(future, doing);
        } catch (ExecutionException e) {
            throw failure(doing, e.getCause() == null ? e : e.getCause());
        }
    }

    StartupException failure(String doing, Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new StartupException(
                    "Kafka at %s did not answer within %d s (tried to %s): check that it runs and that the address is right."
                            .formatted(bootstrap, timeout.toSeconds(), doing),
                    cause);
        }
        return new StartupException(
                "Kafka at %s refused to %s: %s.".formatted(bootstrap, doing, cause.getMessage()), cause);
    }
}
