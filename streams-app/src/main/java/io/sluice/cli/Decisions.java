package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what became of a reviewer's decision: a decision is a message, and the answer stands in the saga's journal. */
final class Decisions {
    private static final Set<String> ANSWERS = Set.of("ApprovalGranted", "ApprovalRejected", "ApprovalWithdrawn");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Decisions() {}

    /**
     * What came of a decision.
     *
     * @param fact that answers it
     * @param askedAnew id of the request that stands in the place of the one that was decided on, since that counts no more;
     *     null where none does
     */
    record Answer(JsonNode fact, @Nullable String askedAnew) {}

    /** The first answer to the decision on {@code approvalId} beyond {@code seen}; empty when none comes in time. */
    static Optional<Answer> await(Api api, String sagaPath, String approvalId, long seen) {
        return Poll.until(PATIENCE, () -> {
            ArrayNode facts = History.after(api, sagaPath, seen);
            for (JsonNode fact : facts) {
                if (answers(fact, approvalId)) {
                    return Optional.of(new Answer(fact, askedAnew(facts, fact)));
                }
            }
            return Optional.empty();
        });
    }

    /** What one input changed stands under one number. */
    private static @Nullable String askedAnew(ArrayNode facts, JsonNode answer) {
        return facts.valueStream()
                .filter(fact -> fact.path("partition_sequence").equals(answer.path("partition_sequence")))
                .filter(fact -> fact.path("type").asText().equals("ApprovalRequested"))
                .filter(fact -> fact.path("event")
                        .path("effect")
                        .equals(answer.path("event").path("effect")))
                .map(fact ->
                        fact.path("event").path("approval").path("approval_id").asText())
                .findFirst()
                .orElse(null);
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
