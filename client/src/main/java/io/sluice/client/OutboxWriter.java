package io.sluice.client;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;

/** Writes commands to the outbox inside the caller's transaction, so that they exist exactly when the business change does. */
public final class OutboxWriter {
    private static final String INSERT = """
            INSERT INTO sluice.outbox (id, aggregate_id, event_type, payload, payload_avro, headers)
            VALUES (?, ?, ?, ?::jsonb, ?, jsonb_object(?, ?))
            """;

    /**
     * Inserts one outbox row per command. Neither commits nor rolls back: that is the caller's.
     *
     * @throws SQLException when the database refuses a row, for example because the payload is not JSON
     * @throws IllegalStateException when the connection commits each statement by itself
     */
    public void write(Connection connection, CommandMessage... commands) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("The connection is in auto-commit mode: "
                    + "write the command and the business change in one transaction (setAutoCommit(false)).");
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (CommandMessage command : commands) {
                bind(connection, insert, command);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, CommandMessage command)
            throws SQLException {
        insert.setObject(1, command.id());
        insert.setString(2, command.aggregateId());
        insert.setString(3, command.eventType());
        if (command.isAvro()) {
            insert.setNull(4, Types.VARCHAR);
            insert.setBytes(5, command.value());
        } else {
            insert.setString(4, new String(command.value(), StandardCharsets.UTF_8));
            insert.setNull(5, Types.BINARY);
        }
        if (command.headers().isEmpty()) {
            insert.setNull(6, Types.ARRAY);
            insert.setNull(7, Types.ARRAY);
        } else {
            var headers = command.headers().entrySet();
            insert.setArray(
                    6,
                    connection.createArrayOf(
                            "text", headers.stream().map(Map.Entry::getKey).toArray()));
            insert.setArray(
                    7,
                    connection.createArrayOf(
                            "text", headers.stream().map(Map.Entry::getValue).toArray()));
        }
    }
}
