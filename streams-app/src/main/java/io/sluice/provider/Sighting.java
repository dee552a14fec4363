package io.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.catalog.ToolContract.Says;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lookup's answer says of the work.
 *
 * @param error one sentence on why nothing can be said, or nothing was found; null otherwise
 */
record Sighting(Kind kind, @Nullable String error) {

    enum Kind {
        FOUND,
        PENDING,
        NOT_FOUND,
        UNKNOWN
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Zero for equal JSON values, where 1 equals 1.0; any other number tells nothing of order. */
    private static final Comparator<JsonNode> SAME_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.isIntegralNumber() && b.isIntegralNumber()
                    ? a.bigIntegerValue().compareTo(b.bigIntegerValue())
                    : Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    /** @param expected JSON pointers and the JSON text that the answer must have there */
    static Sighting of(Lookup rules, Map<String, String> expected, Answer answer) {
        int status = answer.status();
        if (status == 404 && rules.found() == null) {
            return new Sighting(Kind.NOT_FOUND, "The lookup was answered with 404.");
        }
        if (status < 200 || status > 299) {
            return new Sighting(Kind.UNKNOWN, "The lookup was answered with " + status + ", which tells nothing.");
        }
        boolean readsBody = rules.found() != null || rules.pending() != null || !expected.isEmpty();
        if (readsBody && answer.json() == null) {
            return new Sighting(
                    Kind.UNKNOWN,
                    "The lookup's answer is not JSON, or longer than " + Answer.MAX_READ_BYTES + " bytes.");
        }
        if (rules.found() != null && !isThere(answer.at(rules.found()))) {
            return new Sighting(Kind.NOT_FOUND, "The lookup's answer has nothing at " + rules.found() + ".");
        }
        Says unended = rules.pending();
        boolean pending = answer.says(unended);
        for (Map.Entry<String, String> match : expected.entrySet()) {
            // What will stand there when the work has ended cannot stand there yet.
            boolean isOpen = pending && unended != null && match.getKey().equals(unended.pointer());
            if (!isOpen && !matches(answer.at(match.getKey()), match.getValue())) {
                return new Sighting(
                        Kind.UNKNOWN, "read_back_mismatch: " + match.getKey() + " is not what the request asked for.");
            }
        }
        return new Sighting(pending ? Kind.PENDING : Kind.FOUND, null);
    }

    private static boolean isThere(JsonNode node) {
        boolean empty = node.isContainerNode() && node.isEmpty();
        return !node.isMissingNode() && !node.isNull() && !empty && !(node.isBoolean() && !node.booleanValue());
    }

    private static boolean matches(JsonNode found, String expected) {
        try {
            return JSON.readTree(expected).equals(SAME_VALUE, found);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
