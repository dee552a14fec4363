package io.sluice.relay;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.sluice.relay.Publisher.Sending;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the embedded Debezium engine, from its start to its first failure. */
final class Capture implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_RETRY = Duration.ofMillis(200);

    private final Publisher publisher;
    private final Replay replay;
    private final CaptureProgress progress;
    private final String commandsTopic;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Capture(RelayConfig config, Publisher publisher, Replay replay, CaptureProgress progress) {
        this.publisher = publisher;
        this.replay = replay;
        this.progress = progress;
        this.commandsTopic = config.commandsTopic();
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(ConnectorDefinition.forEngine(config))
                .using(this::completed)
                .notifying(this::publishBatch)
                .build();
    }

    static Capture start(RelayConfig config, Publisher publisher, Replay replay, CaptureProgress progress) {
        Capture capture = new Capture(config, publisher, replay, progress);
        Thread thread = new Thread(capture.engine, "relay-capture");
        thread.setDaemon(true);
        thread.start();
        return capture;
    }

    /**
     * Waits for the run to end.
     *
     * @return false when it goes on
     * @throws RelayException when it has failed
     */
    boolean hasEnded(Duration wait) throws InterruptedException {
        try {
            ended.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new RelayException("Capture has failed: " + rootMessage(e), e.getCause());
        }
    }

    /** The engine refuses to be closed while it starts its task, so this asks again until it has ended. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (!endedWithin(CLOSE_RETRY) && System.nanoTime() < deadline) {
            try {
                engine.close();
            } catch (IllegalStateException | IOException e) {
                LOG.debug("The engine cannot be closed right now", e);
            }
        }
        if (!ended.isDone()) {
            LOG.warn("The capture engine has not stopped within {} s", CLOSE_TIMEOUT.toSeconds());
        }
    }

    private boolean endedWithin(Duration wait) {
        try {
            return hasEnded(wait);
        } catch (RelayException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Sends all, awaits each in order and marks it, then ends the batch. What is not marked comes again. */
    private void publishBatch(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        try {
            List<@Nullable Sending> sendings = send(batch);
            for (int i = 0; i < batch.size(); i++) {
                Sending sending = sendings.get(i);
                if (sending != null) {
                    publisher.await(sending);
                }
                committer.markProcessed(batch.get(i));
            }
            committer.markBatchFinished();
            progress.reached(committedAt(batch.getLast().record()));
        } catch (RuntimeException e) {
            // The engine would retry on Connect's RetriableException, and the retry drops the batch.
            throw new RelayException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private List<@Nullable Sending> send(List<RecordChangeEvent<SourceRecord>> batch) {
        List<@Nullable OutboxMessage> messages = new ArrayList<>(batch.size());
        for (var event : batch) {
            boolean isHeartbeat = !event.record().topic().equals(commandsTopic);
            messages.add(isHeartbeat ? null : OutboxMessage.of(event.record()));
        }
        Set<UUID> processed = replay.processed(
                messages.stream()
                        .filter(Objects::nonNull)
                        .map(OutboxMessage::id)
                        .toList(),
                committedAt(batch.getFirst().record()));
        List<@Nullable Sending> sendings = new ArrayList<>(batch.size());
        for (OutboxMessage message : messages) {
            boolean isDone = message == null || processed.contains(message.id());
            sendings.add(isDone ? null : publisher.send(message));
        }
        return sendings;
    }

    /** Before the first message of a run the offset holds the time of its start, which says nothing. */
    private static Instant committedAt(SourceRecord record) {
        return record.sourceOffset().containsKey("messageType")
                        && record.sourceOffset().get("ts_usec") instanceof Long micros
                ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS)
                : Instant.EPOCH;
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (error == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(error);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
