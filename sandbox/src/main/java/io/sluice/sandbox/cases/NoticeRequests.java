package io.sluice.sandbox.cases;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.client.CommandMessage;
import io.sluice.client.OutboxWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Changes a case and proposes its notice in one transaction: either both are there afterwards, or neither. */
final class NoticeRequests {

    static final String TENANT = "city";
    static final String AGENT = "enforcement-agent";
    static final String CASE = "case";

    private final DataSource database;
    private final OutboxWriter outbox = new OutboxWriter();
    private final Clock clock;

    NoticeRequests(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param runId the agent's run; the same run asks for the same notice however often it asks
     * @param note free text for the recipient
     */
    record Request(String runId, String artifactId, String artifactVersion, String note) {}

    /**
     * Moves the case to {@code notice_requested} and writes the command.
     *
     * @return the command as it was written, empty when there is no such case
     */
    Optional<ObjectNode> request(String caseId, Request request) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Optional<CaseTable.Case> found = CaseTable.find(connection, caseId);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            CaseTable.noticeRequested(connection, caseId);
            ObjectNode command = command(CaseTable.find(connection, caseId).orElseThrow(), request);
            outbox.write(connection, CommandMessage.json(caseId, command.toString()));
            connection.commit();
            return Optional.of(command);
        }
    }

    private ObjectNode command(CaseTable.Case subject, Request request) {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        command.put("command_id", UUID.randomUUID().toString());
        command.put("tenant_id", TENANT);
        command.put("run_id", request.runId());
        command.put("step_id", "notify");
        command.put("agent_id", AGENT);
        command.put("definition", "enforcement-notice");
        command.put("target_type", CASE);
        command.put("target_id", subject.caseId());
        command.put("expected_version", Long.toString(subject.version()));
        command.put("recipient_id", subject.recipientId());
        command.put("artifact_id", request.artifactId());
        command.put("artifact_version", request.artifactVersion());
        command.put("rationale", "the deadline to remedy the violation has passed");
        command.putArray("evidence_refs").add("case-file:" + subject.caseId());
        command.putObject("arguments").put("note", request.note());
        command.put("created_at", Instant.now(clock).toString());
        return command;
    }
}
