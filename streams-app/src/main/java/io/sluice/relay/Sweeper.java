package io.sluice.relay;

import io.sluice.relay.OutboxTable.Oversized;
import io.sluice.relay.Publisher.Sending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what capture has missed. Such a row arrives late and out of order, and perhaps twice: Sluice recognises a
 * command it has had before.
 */
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int ROWS = 50;
    private static final int OVERSIZED_ROWS = 4;

    private final RelayConfig config;
    private final Publisher publisher;

    Sweeper(RelayConfig config, Publisher publisher) {
        this.config = config;
        this.publisher = publisher;
    }

    /**
     * Publishes every row that should have been seen and was not, and buries what is too large to be captured.
     *
     * @param capturedUpTo see {@link OutboxTable#claimUnseen}; all that was captured until then must have been marked
     */
    void sweep(Connection connection, @Nullable Instant capturedUpTo) throws SQLException, InterruptedException {
        List<OutboxMessage> unseen;
        do {
            unseen = OutboxTable.claimUnseen(
                    connection, capturedUpTo, config.timing().sweepAfter(), ROWS);
            publish(unseen);
        } while (unseen.size() == ROWS);

        List<Oversized> oversized;
        do {
            oversized = OutboxTable.oversized(connection, OVERSIZED_ROWS);
            for (Oversized row : oversized) {
                publisher.bury(
                        row.message(),
                        "too_large",
                        "The command has " + row.bytes()
                                + " bytes, more than the " + OutboxTable.LARGEST_CAPTURED_BYTES
                                + " that a command may have: keep large content elsewhere and refer to it.");
            }
        } while (oversized.size() == OVERSIZED_ROWS);
    }

    private void publish(List<OutboxMessage> unseen) throws InterruptedException {
        List<Sending> sendings = new ArrayList<>(unseen.size());
        for (OutboxMessage message : unseen) {
            LOG.warn("Outbox row {} has not been seen on the topic and is published again", message.id());
            sendings.add(publisher.send(message));
        }
        for (Sending sending : sendings) {
            publisher.await(sending);
        }
    }
}
