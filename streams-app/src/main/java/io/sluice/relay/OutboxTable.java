package io.sluice.relay;

import io.sluice.relay.RelayStatus.Backlog;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code sluice.outbox}, on an auto-commit connection. */
final class OutboxTable {
    /** The publication leaves larger messages out, so capture never brings them. */
    static final int LARGEST_CAPTURED_BYTES = 1_000_000;

    /** The most of a message that is ever read into memory. */
    static final int LARGEST_READ_BYTES = 8 << 20;

    private static final int STUCK_AFTER_ATTEMPTS = 3;

    /** As Debezium writes a timestamp. */
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX");

    private static final String COLUMNS = "id, aggregate_id, event_type, created_at, headers::text, traceparent";

    private static final String MARK_SEEN =
            "UPDATE sluice.outbox SET published = true, processed_at = now() WHERE id = ANY (?) AND NOT published "
                    + "RETURNING id";

    private static final String PROCESSED =
            "SELECT id FROM sluice.outbox WHERE id = ANY (?) AND processed_at IS NOT NULL";

    private static final String MARK_DEAD =
            "UPDATE sluice.outbox SET processed_at = now(), last_error = ? WHERE id = ? AND NOT published";

    // A row's n-th attempt comes at 2^n times the age of the first, so a topic that takes nothing is not flooded.
    private static final String CLAIM_UNSEEN = """
            WITH unseen AS (
              SELECT id, ctid AS place FROM sluice.outbox
              WHERE NOT published AND processed_at IS NULL
                AND coalesce(octet_length(message), 0) <= ?
                AND created_at < coalesce(?, now()) - make_interval(secs => ? * power(2, least(publish_attempts, 20)))
              ORDER BY created_at LIMIT ?
              FOR UPDATE SKIP LOCKED
            ), claimed AS (
              UPDATE sluice.outbox AS o SET publish_attempts = publish_attempts + 1,
                last_error = 'not seen on the topic ' || round(extract(epoch FROM now() - created_at)) || ' s after it was written'
              FROM unseen WHERE o.id = unseen.id
              RETURNING o.*, unseen.place
            )
            SELECT %s, message FROM claimed ORDER BY created_at, place
            """.formatted(COLUMNS);

    private static final String OVERSIZED = """
            SELECT %s, substring(message FOR ?) AS message, octet_length(message) AS bytes FROM sluice.outbox
            WHERE NOT published AND processed_at IS NULL AND octet_length(message) > ?
            ORDER BY created_at LIMIT ?
            """.formatted(COLUMNS);

    private static final String PRUNE = """
            DELETE FROM sluice.outbox WHERE id IN (
              SELECT id FROM sluice.outbox
              WHERE published AND processed_at < now() - make_interval(secs => ?) LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private static final String BACKLOG = """
            SELECT count(*) FILTER (WHERE processed_at IS NULL),
              coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE processed_at IS NULL)), 0),
              count(*) FILTER (WHERE processed_at IS NULL AND publish_attempts >= %d),
              count(*) FILTER (WHERE processed_at IS NOT NULL),
              coalesce((SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)
                        FROM pg_replication_slots WHERE slot_name = 'sluice_outbox'), -1)
            FROM sluice.outbox WHERE NOT published
            """.formatted(STUCK_AFTER_ATTEMPTS);

    private OutboxTable() {}

    /** A message larger than any topic is asked to take; {@code bytes} is its whole size, its value may be cut short. */
    record Oversized(OutboxMessage message, int bytes) {}

    /** Returns the rows it has marked: not those that were marked before, nor those that are not visible yet. */
    static Set<UUID> markSeen(Connection connection, Collection<UUID> ids) throws SQLException {
        return ids(connection, MARK_SEEN, ids);
    }

    /** Those of these rows that are published or dead letters. */
    static Set<UUID> processed(Connection connection, Collection<UUID> ids) throws SQLException {
        return ids(connection, PROCESSED, ids);
    }

    /** The database's clock. */
    static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** Returns whether the row was there to be marked. */
    static boolean markDead(Connection connection, UUID id, String error) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK_DEAD)) {
            update.setString(1, error);
            update.setObject(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Takes rows that should have been seen by now and counts an attempt for each.
     *
     * @param capturedUpTo commit time up to which capture has published; null when it does not move, then the clock counts
     */
    static List<OutboxMessage> claimUnseen(
            Connection connection, @Nullable Instant capturedUpTo, Duration sweepAfter, int limit) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM_UNSEEN)) {
            claim.setInt(1, LARGEST_CAPTURED_BYTES);
            claim.setObject(2, capturedUpTo == null ? null : capturedUpTo.atOffset(ZoneOffset.UTC));
            claim.setDouble(3, seconds(sweepAfter));
            claim.setInt(4, limit);
            List<OutboxMessage> messages = new ArrayList<>();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    messages.add(message(rows));
                }
            }
            return messages;
        }
    }

    static List<Oversized> oversized(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERSIZED)) {
            select.setInt(1, LARGEST_READ_BYTES);
            select.setInt(2, LARGEST_CAPTURED_BYTES);
            select.setInt(3, limit);
            List<Oversized> messages = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    messages.add(new Oversized(message(rows), rows.getInt("bytes")));
                }
            }
            return messages;
        }
    }

    /** Deletes published rows older than this; dead letters stay. */
    static int prune(Connection connection, Duration retention, int limit) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            delete.setDouble(1, seconds(retention));
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    static Backlog backlog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BACKLOG)) {
            row.next();
            Duration oldest = Duration.ofMillis(Math.max(0, Math.round(row.getDouble(2) * 1000)));
            return new Backlog(row.getLong(1), oldest, row.getLong(3), row.getLong(4), row.getLong(5));
        }
    }

    private static Set<UUID> ids(Connection connection, String sql, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Set<UUID> found = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }

    private static OutboxMessage message(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        List<Header> headers = new ArrayList<>();
        headers.add(OutboxMessage.header(OutboxMessage.ID, id.toString()));
        headers.add(OutboxMessage.header("event_type", row.getString("event_type")));
        headers.add(OutboxMessage.header(
                "created_at", row.getObject("created_at", OffsetDateTime.class).format(MICROSECONDS)));
        addIfPresent(headers, "headers", row.getString("headers"));
        addIfPresent(headers, "traceparent", row.getString("traceparent"));
        byte[] value = row.getBytes("message");
        return new OutboxMessage(
                id, row.getString("aggregate_id"), value == null ? null : ByteBuffer.wrap(value), headers);
    }

    private static void addIfPresent(List<Header> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(OutboxMessage.header(name, value));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
