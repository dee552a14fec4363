package io.sluice.relay;

import io.sluice.relay.RelayConfig.CaptureBy;
import io.sluice.relay.RelayStatus.Backlog;
import io.sluice.relay.RelayStatus.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox of one database. Any number may run; one is active, and when it dies another takes over within
 * seconds. A failure of the database, of Kafka or of capture is survived by starting that part again, for as long as it takes.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(40);

    private final RelayConfig config;
    private final DeadLetterFormat deadLetterFormat;
    private final RelayMeter meter = new RelayMeter();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "relay");

    public Relay(RelayConfig config, DeadLetterFormat deadLetterFormat) {
        this.config = config;
        this.deadLetterFormat = deadLetterFormat;
    }

    /**
     * Starts to publish, or to stand by, in the background.
     *
     * @throws RelayException when the database, its outbox tables, Kafka or a topic is not there
     */
    public void start() throws InterruptedException {
        Preflight.check(config);
        thread.start();
    }

    public RelayStatus status() {
        return meter.status();
    }

    /**
     * Reads the state of an outbox without a relay.
     *
     * @throws RelayException when the database cannot be read
     */
    public static Backlog backlog(RelayConfig.Database database) {
        try (Connection connection = Postgres.connect(database)) {
            return OutboxTable.backlog(connection);
        } catch (SQLException e) {
            throw new RelayException("The outbox of " + database + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stops publishing and hands over to another relay; what was not acknowledged yet comes again there. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meter.role(Role.CLOSED);
    }

    private void run() {
        try {
            Backoff backoff = new Backoff(System::nanoTime);
            do {
                takeTurn(backoff);
            } while (!stop.await(backoff.pause().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("Interrupted", e);
        }
    }

    /** Stands by, leads, and returns when leading has come to an end. */
    private void takeTurn(Backoff backoff) throws InterruptedException {
        try (Leadership leadership = Leadership.candidate(config.database())) {
            while (!leadership.tryAcquire()) {
                if (stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            LOG.info("This relay is active");
            meter.role(Role.ACTIVE);
            lead(leadership, backoff);
        } catch (SQLException | RuntimeException e) {
            failed("The relay gives up its turn", e);
        } finally {
            meter.role(Role.STANDBY);
        }
    }

    private void lead(Leadership leadership, Backoff backoff) throws SQLException, InterruptedException {
        CaptureProgress progress = new CaptureProgress(System::nanoTime);
        try (Housekeeping housekeeping = new Housekeeping(config, deadLetterFormat, progress, meter)) {
            housekeeping.start();
            long captureAt = System.nanoTime();
            while (!stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                leadership.verify();
                if (config.captureBy() == CaptureBy.RELAY && System.nanoTime() - captureAt >= 0) {
                    capture(leadership, progress);
                    captureAt = System.nanoTime() + backoff.pause().toNanos();
                }
            }
        }
    }

    /** Captures until that fails, the lock is lost, or the relay is to stop. */
    private void capture(Leadership leadership, CaptureProgress progress) throws SQLException, InterruptedException {
        Slot.dropIfLost(config.database());
        Replay replay = Replay.start(config.database());
        try (Publisher publisher = Publisher.connect(config, deadLetterFormat, meter);
                Capture capture = Capture.start(config, publisher, replay, progress)) {
            while (!capture.hasEnded(TICK) && stop.getCount() > 0) {
                leadership.verify();
            }
        } catch (RuntimeException e) {
            failed("Capture starts again", e);
        }
    }

    private void failed(String whatNow, Exception failure) {
        meter.failed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        LOG.warn("{}: {}", whatNow, failure.getMessage(), failure);
    }
}
