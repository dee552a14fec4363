package io.sluice.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Runs a handler at most once per message: what it does and the note that it was done are one transaction. */
public final class JdbcInbox {
    private final DataSource dataSource;
    private final String consumer;

    /**
     * An inbox for one consumer.
     *
     * @param consumer the name under which messages are remembered; two consumers each see every message
     */
    public JdbcInbox(DataSource dataSource, String consumer) {
        this.dataSource = dataSource;
        this.consumer = consumer;
    }

    /** What a consumer does with a message, on the connection of the inbox's transaction. */
    @FunctionalInterface
    public interface Handler {
        void handle(Connection connection) throws Exception;
    }

    /**
     * Runs the handler unless this message has been processed before. A concurrent delivery of the same message waits
     * for this one to end.
     *
     * @return true when the handler ran and committed, false when the message is a duplicate
     * @throws Exception what the handler or the database threw; everything is rolled back and the message may come again
     */
    public boolean process(String messageId, Handler handler) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean isNew = remember(connection, messageId);
                if (isNew) {
                    handler.handle(connection);
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return isNew;
            } catch (Throwable failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    /**
     * Forgets messages received longer ago than this; keep them longer than anything can be redelivered.
     *
     * @return how many were forgotten
     */
    public int prune(Duration olderThan) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM sluice.inbox "
                        + "WHERE consumer = ? AND received_at < now() - make_interval(secs => ?)")) {
            connection.setAutoCommit(true);
            delete.setString(1, consumer);
            delete.setDouble(2, olderThan.toMillis() / 1000.0);
            return delete.executeUpdate();
        }
    }

    private boolean remember(Connection connection, String messageId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sluice.inbox (consumer, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, consumer);
            insert.setString(2, messageId);
            return insert.executeUpdate() == 1;
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
