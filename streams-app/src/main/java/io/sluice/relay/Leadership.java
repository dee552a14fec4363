package io.sluice.relay;

import io.sluice.relay.RelayConfig.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The right to publish, held by one relay at a time: an advisory lock on a connection of its own. PostgreSQL gives it on
 * as soon as that connection is gone, however its owner died.
 */
final class Leadership implements AutoCloseable {
    private static final String LOCK = "hashtextextended('sluice.relay', 0)";
    private static final int ANSWER_WITHIN_SECONDS = 5;

    private final Connection connection;

    private Leadership(Connection connection) {
        this.connection = connection;
    }

    static Leadership candidate(Database database) throws SQLException {
        return new Leadership(Postgres.connect(database));
    }

    boolean tryAcquire() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Throws when the connection, and the lock with it, is lost. */
    void verify() throws SQLException {
        if (!connection.isValid(ANSWER_WITHIN_SECONDS)) {
            throw new SQLException("The database connection that holds the relay's lock is lost.");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
