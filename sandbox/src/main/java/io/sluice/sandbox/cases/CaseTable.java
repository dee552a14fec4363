package io.sluice.sandbox.cases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cases, in the case service's own table. Their status is domain state: only this service changes it. */
final class CaseTable {

    /**
     * One case.
     *
     * @param version grows with each change
     * @param status {@code open}, {@code notice_requested}, {@code notified} or {@code notice_failed}
     * @param noticeRef the provider's reference of the notice that was sent; null before that
     */
    record Case(
            String caseId,
            String recipientId,
            long version,
            String status,
            @Nullable String noticeRef) {}

    /** Which version a case has, and since when. */
    record Version(String caseId, long version, Instant changedAt) {}

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS cases (
              case_id      text        PRIMARY KEY,
              recipient_id text        NOT NULL,
              status       text        NOT NULL DEFAULT 'open',
              notice_ref   text,
              version      bigint      NOT NULL DEFAULT 1,
              told_version bigint      NOT NULL DEFAULT 0,
              updated_at   timestamptz NOT NULL DEFAULT now()
            )""";

    private CaseTable() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** Opens a case; one that exists is left as it is. */
    static void open(Connection connection, String caseId, String recipientId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO cases (case_id, recipient_id) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, caseId);
            insert.setString(2, recipientId);
            insert.executeUpdate();
        }
    }

    static Optional<Case> find(Connection connection, String caseId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT case_id, recipient_id, version, status, notice_ref FROM cases WHERE case_id = ?")) {
            select.setString(1, caseId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Case(
                                row.getString(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5)))
                        : Optional.empty();
            }
        }
    }

    /** Moves an open case on; a case that already moved stays where it is. */
    static void noticeRequested(Connection connection, String caseId) throws SQLException {
        move(connection, caseId, "notice_requested", null, "open");
    }

    static void notified(Connection connection, String caseId, @Nullable String noticeRef) throws SQLException {
        move(connection, caseId, "notified", noticeRef, "notice_requested");
    }

    static void noticeFailed(Connection connection, String caseId) throws SQLException {
        move(connection, caseId, "notice_failed", null, "notice_requested");
    }

    /** Somebody else receives what concerns the case from now on, whatever becomes of its notice. */
    static void recipientChanged(Connection connection, String caseId, String recipientId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE cases SET recipient_id = ?, "
                + "version = version + 1, updated_at = now() WHERE case_id = ?")) {
            update.setString(1, recipientId);
            update.setString(2, caseId);
            update.executeUpdate();
        }
    }

    /** Some of the cases whose version nobody was told. */
    static List<Version> untold(Connection connection) throws SQLException {
        List<Version> versions = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT case_id, version, updated_at FROM cases WHERE told_version < version LIMIT 100");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                versions.add(new Version(
                        row.getString(1),
                        row.getLong(2),
                        row.getTimestamp(3).toInstant().truncatedTo(ChronoUnit.MILLIS)));
            }
        }
        return versions;
    }

    static void told(Connection connection, Version version) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE cases SET told_version = ? WHERE case_id = ? AND told_version < ?")) {
            update.setLong(1, version.version());
            update.setString(2, version.caseId());
            update.setLong(3, version.version());
            update.executeUpdate();
        }
    }

    private static void move(
            Connection connection, String caseId, String status, @Nullable String noticeRef, String from)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE cases SET status = ?, "
                        + "notice_ref = coalesce(?, notice_ref), version = version + 1, updated_at = now() WHERE case_id = ? AND status = ?")) {
            update.setString(1, status);
            update.setString(2, noticeRef);
            update.setString(3, caseId);
            update.setString(4, from);
            update.executeUpdate();
        }
    }
}
