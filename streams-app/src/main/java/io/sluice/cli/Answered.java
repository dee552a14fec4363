package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Finds out what became of an operator's request: it is a message, and the answer stands in the saga's journal. */
final class Answered {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Answered() {}

    /** The first fact beyond {@code seen} that names the operation; empty when none comes in time. */
    static Optional<JsonNode> await(Api api, String sagaPath, String operationId, long seen) {
        return Poll.until(PATIENCE, () -> {
            for (JsonNode fact : History.after(api, sagaPath, seen)) {
                JsonNode event = fact.path("event");
                if (event.path("operation_id").asText().equals(operationId)
                        || event.path("input_id").asText().equals(operationId)) {
                    return Optional.of(fact);
                }
            }
            return Optional.empty();
        });
    }

    /** @throws Failure with the reason, when {@code fact} says that the request was not taken */
    static void refuse(JsonNode fact) {
        if (fact.path("type").asText().equals("InputRejected")) {
            JsonNode event = fact.path("event");
            throw new Failure("Not taken: " + event.path("detail").asText() + " ("
                    + event.path("reason").asText().toLowerCase(Locale.ROOT) + ").");
        }
    }
}
