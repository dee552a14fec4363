package io.sluice.sandbox.cases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cases, in the case service's own table. Their status is domain state: only this service changes it. */
final class CaseTable {

    /**
     * One case.
     *
     * @param status {@code open}, {@code notice_requested}, {@code notified} or {@code notice_failed}
     * @param noticeRef the provider's reference of the notice that was sent; null before that
     */
    record Case(
            String caseId,
            String recipientId,
            String status,
            @Nullable String noticeRef) {}

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS cases (
              case_id      text        PRIMARY KEY,
              recipient_id text        NOT NULL,
              status       text        NOT NULL DEFAULT 'open',
              notice_ref   text,
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
                "SELECT case_id, recipient_id, status, notice_ref FROM cases WHERE case_id = ?")) {
            select.setString(1, caseId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Case(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
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

    private static void move(
            Connection connection, String caseId, String status, @Nullable String noticeRef, String from)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE cases SET status = ?, "
                + "notice_ref = coalesce(?, notice_ref), updated_at = now() WHERE case_id = ? AND status = ?")) {
            update.setString(1, status);
            update.setString(2, noticeRef);
            update.setString(3, caseId);
            update.setString(4, from);
            update.executeUpdate();
        }
    }
}
