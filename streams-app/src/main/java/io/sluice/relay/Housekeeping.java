package io.sluice.relay;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the {@link SeenWatcher}: gives it fresh connections and starts it again when one of them fails. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final RelayConfig config;
    private final DeadLetterFormat deadLetterFormat;
    private final CaptureProgress progress;
    private final RelayMeter meter;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "relay-housekeeping");

    Housekeeping(RelayConfig config, DeadLetterFormat deadLetterFormat, CaptureProgress progress, RelayMeter meter) {
        this.config = config;
        this.deadLetterFormat = deadLetterFormat;
        this.progress = progress;
        this.meter = meter;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff(System::nanoTime);
        try {
            do {
                watch();
            } while (!stop.await(backoff.pause().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("Interrupted", e);
        }
    }

    private void watch() throws InterruptedException {
        try (Connection connection = Postgres.connect(config.database());
                Consumer<byte[], byte[]> consumer = SeenWatcher.consumer(config);
                Publisher publisher = Publisher.connect(config, deadLetterFormat, meter)) {
            new SeenWatcher(connection, consumer, config, progress, new Sweeper(config, publisher), meter).run(stop);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (stop.getCount() > 0) {
                meter.backlog(null);
                meter.failed(String.valueOf(e.getMessage()));
                LOG.warn("Marking and sweeping start again: {}", e.getMessage(), e);
            }
        }
    }
}
