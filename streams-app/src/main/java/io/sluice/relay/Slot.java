package io.sluice.relay;

import io.sluice.relay.RelayConfig.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot. Capture creates a missing one; one that PostgreSQL has given up must be dropped first. */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final String DROP_IF_LOST = """
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE slot_name = 'sluice_outbox' AND wal_status = 'lost'
            """;

    private Slot() {}

    static void dropIfLost(Database database) throws SQLException {
        try (Connection connection = Postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet dropped = statement.executeQuery(DROP_IF_LOST)) {
            if (dropped.next()) {
                LOG.warn(
                        "PostgreSQL had removed WAL that the slot needed; a new slot follows, the sweeper fills the gap");
            }
        }
    }
}
