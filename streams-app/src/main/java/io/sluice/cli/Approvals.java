package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Approval requests as text for people, from what the REST API gives. */
final class Approvals {
    private static final String NOTHING = "-";

    /** How wide the column of labels is. */
    private static final int LABEL = 18;

    private Approvals() {}

    /** An approval id is a tenant, a slash and a name, and so is its place in the API. */
    static String path(String approvalId) {
        int slash = approvalId.indexOf('/');
        if (slash < 0) {
            throw new Failure(
                    "'" + approvalId + "' is no approval id: give it whole, as sluice approvals list shows it.");
        }
        return "/v1/approvals/" + Api.encode(approvalId.substring(0, slash)) + "/"
                + Api.encode(approvalId.substring(slash + 1));
    }

    static JsonNode find(Api api, String approvalId) {
        return api.find(path(approvalId))
                .orElseThrow(() -> new Failure("There is no approval request " + approvalId + "."));
    }

    static String table(JsonNode requests, Instant now) {
        Table table = new Table("TOOL", "TARGET", "RECIPIENT", "RISK", "ASKED BY", "AGE", "APPROVAL");
        for (JsonNode request : requests) {
            table.row(
                    request.path("tool").asText(),
                    request.path("target_id").asText(NOTHING),
                    request.path("recipient_id").asText(NOTHING),
                    request.path("risk_level").asText().replace('_', ' '),
                    request.path("agent_id").asText(),
                    StatusCommand.age(Instant.parse(request.path("requested_at").asText()), now),
                    request.path("approval_id").asText());
        }
        return table.toString();
    }

    /** One request in a few words. */
    static String inShort(JsonNode request) {
        return request.path("tool").asText()
                + (request.has("target_id")
                        ? " for " + request.path("target_id").asText()
                        : "")
                + (request.has("recipient_id")
                        ? " to " + request.path("recipient_id").asText()
                        : "");
    }

    static String details(JsonNode request) {
        List<String> lines = new ArrayList<>();
        line(lines, "Approval", request, "approval_id");
        line(lines, "Tool", request, "tool");
        line(lines, "Step", request, "step");
        line(lines, "Status", request, "status");
        line(lines, "Answered by", request, "reviewer_id");
        line(lines, "Proposed by", request, "agent_id");
        line(lines, "Target", request, "target_id");
        line(lines, "Made for version", request, "expected_version");
        line(lines, "Is at version", request, "target_version");
        line(lines, "Recipient", request, "recipient_id");
        line(lines, "Artifact", request, "artifact_id");
        line(lines, "Version", request, "artifact_version");
        line(lines, "Why", request, "rationale");
        line(lines, "Evidence", request, "evidence_refs");
        line(lines, "Risk", request, "risk_level");
        line(lines, "Role", request, "role");
        line(lines, "Reviewers", request, "reviewers");
        line(lines, "Agreed so far", request, "granted_by");
        line(lines, "Policy", request, "policy_version");
        line(lines, "Expires", request, "expires_at");
        line(lines, "Hash", request, "request_hash");
        JsonNode send = request.path("request");
        lines.add("");
        lines.add("Would be sent to provider " + send.path("provider").asText() + ":");
        lines.add("  " + send.path("method").asText() + " " + send.path("path").asText());
        send.path("headers")
                .properties()
                .forEach(header -> lines.add(
                        "  " + header.getKey() + ": " + header.getValue().asText()));
        if (send.has("body")) {
            send.path("body").toPrettyString().lines().forEach(line -> lines.add("  " + line));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void line(List<String> lines, String label, JsonNode request, String field) {
        JsonNode value = request.path(field);
        if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
            return;
        }
        String text = value.isArray()
                ? String.join(", ", value.valueStream().map(JsonNode::asText).toList())
                : value.asText();
        lines.add(label + " ".repeat(LABEL - label.length()) + text);
    }
}
