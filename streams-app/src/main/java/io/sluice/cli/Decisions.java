package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Finds out what became of a reviewer's decision: a decision is a message, and the answer stands in the saga's journal. */
final class Decisions {
    private static final Set<String> ANSWERS = Set.of("ApprovalGranted", "ApprovalRejected", "ApprovalWithdrawn");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Decisions() {}

    /** The first fact beyond {@code seen} that answers the decision on {@code approvalId}; empty when none comes in time. */
    static Optional<JsonNode> await(Api api, String sagaPath, String approvalId, long seen) {
        return Poll.until(PATIENCE, () -> {
            for (JsonNode fact : History.after(api, sagaPath, seen)) {
                if (answers(fact, approvalId)) {
                    return Optional.of(fact);
                }
            }
            return Optional.empty();
        });
    }

    static boolean isRefusal(JsonNode fact) {
        return fact.path("type").asText().equals("InputRejected");
    }

    private static boolean answers(JsonNode fact, String approvalId) {
        JsonNode event = fact.path("event");
        return (ANSWERS.contains(fact.path("type").asText())
                        && event.path("approval_id").asText().equals(approvalId))
                || (isRefusal(fact) && event.path("input_id").asText().equals(approvalId));
    }
}
