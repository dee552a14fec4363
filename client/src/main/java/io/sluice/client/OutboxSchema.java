package io.sluice.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Applies the scripts of {@code debezium-config} in their order. Each may be run again, so there is no table of versions. */
public final class OutboxSchema {
    private static final List<String> SCRIPTS = List.of("V1__outbox.sql", "V2__publication.sql", "V3__slot.sql");
    private static final long LOCK = 0x736c75696365L; // "sluice"

    private OutboxSchema() {}

    /**
     * Creates what is missing of schema {@code sluice}, its publication and its replication slot. Safe to call at every
     * start, also by several processes at once.
     *
     * @param connection in auto-commit mode, of a user who may create them; a slot needs {@code wal_level=logical}
     */
    public static void apply(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalStateException("The outbox schema must be applied on a connection in auto-commit mode: "
                    + "PostgreSQL creates no replication slot in a transaction that has written.");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                for (String script : SCRIPTS) {
                    statement.execute(read(script));
                }
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private static String read(String script) {
        try (InputStream in = OutboxSchema.class.getResourceAsStream("/debezium-config/" + script)) {
            if (in == null) {
                throw new IllegalStateException("debezium-config/" + script + " is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
