package io.sluice.relay;

import io.sluice.relay.RelayConfig.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * What the slot brings again when capture starts: the transactions of the last second, or of the last minute after a
 * crash of PostgreSQL. Rows that have been seen on the topic by then are not published a second time.
 */
final class Replay {
    private final Database database;
    private final Instant startedAt;

    private Replay(Database database, Instant startedAt) {
        this.database = database;
        this.startedAt = startedAt;
    }

    static Replay start(Database database) throws SQLException {
        try (Connection connection = Postgres.connect(database)) {
            return new Replay(database, OutboxTable.now(connection));
        }
    }

    /** Those of a batch's rows that are seen, or given up, already; none is asked for in a batch that is new. */
    Set<UUID> processed(Collection<UUID> ids, Instant committedAt) {
        if (ids.isEmpty() || committedAt.isAfter(startedAt)) {
            return Set.of();
        }
        try (Connection connection = Postgres.connect(database)) {
            return OutboxTable.processed(connection, ids);
        } catch (SQLException e) {
            throw new RelayException("The outbox cannot be read: " + e.getMessage(), e);
        }
    }
}
