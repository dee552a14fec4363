package io.sluice.topology;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed: it is replaced, since its tasks start from the last commit. Kafka out of
 * reach is waited for without end; a full disk stops the application at once, since every restart would only fill it
 * again; any other failure that keeps coming back stops it too.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);
    private static final int TOLERATED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final String application;
    private final InstantSource clock;
    private final Consumer<String> gaveUp;
    private final Deque<Long> failures = new ArrayDeque<>();

    /**
     * @param gaveUp told one sentence when the application is stopped for good
     */
    ThreadFailures(String application, InstantSource clock, Consumer<String> gaveUp) {
        this.application = application;
        this.clock = clock;
        this.gaveUp = gaveUp;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        if (isPassing(failure)) {
            log.warn("{}: a thread lost its connection to Kafka and is replaced: {}", application, root(failure));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (isDiskFull(failure)) {
            log.error("{}: {}", application, root(failure).getMessage());
            gaveUp.accept(
                    ("The disk of the state directory is full, and %s was stopped: free some space and start again. "
                                    + "Nothing is lost, the topics hold everything.")
                            .formatted(application));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long now = clock.millis();
        failures.addLast(now);
        while (failures.getFirst() < now - WINDOW.toMillis()) {
            failures.removeFirst();
        }
        if (failures.size() <= TOLERATED) {
            log.error("{}: a thread failed and is replaced", application, failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        log.error("{}: threads keep failing, giving up", application, failure);
        gaveUp.accept("%s failed %d times within %d s and was stopped; the last cause was: %s."
                .formatted(application, failures.size(), WINDOW.toSeconds(), root(failure)));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** RocksDB and the JDK both end with the text of ENOSPC; neither has an exception of its own for it. */
    private static boolean isDiskFull(Throwable failure) {
        String message = root(failure).getMessage();
        return message != null && message.contains("No space left on device");
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
