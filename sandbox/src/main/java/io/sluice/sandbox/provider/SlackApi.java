package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Messages of the channel C0123456789, answered as https://docs.slack.dev/reference/methods says: with 200 whatever happened. */
final class SlackApi implements Api {
    private static final String CHANNEL = "C0123456789";

    private final Kept kept;
    private final List<ObjectNode> messages = new ArrayList<>();

    SlackApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (request.headers().get("authorization") == null) {
            return error("not_authed");
        }
        return switch (String.join("/", path)) {
            case "api/chat.postMessage" -> post(request);
            case "api/conversations.history" -> history(request);
            default -> error("unknown_method");
        };
    }

    /** How many messages there really are. */
    synchronized int count() {
        return messages.size();
    }

    private Answer post(SimulatedRequest request) {
        JsonNode body = request.json();
        String text = body.path("text").asText();
        if (!body.path("channel").asText().equals(CHANNEL)) {
            return error("channel_not_found");
        }
        if (text.isEmpty()) {
            return error("no_text");
        }
        String ts = "1767225600.%06d".formatted(messages.size() + 1);
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("type", "message")
                .put("text", text)
                .put("ts", ts);
        message.set("metadata", body.path("metadata"));
        messages.add(message);
        kept.note(request, "messages", body);
        // What this text asks for is done, and yet answered with an error that leaves it open.
        if (text.equals("fatal")) {
            return error("fatal_error");
        }
        ObjectNode answer = ok().put("channel", CHANNEL).put("ts", ts);
        answer.set("message", message);
        return Answer.of(200, answer);
    }

    private Answer history(SimulatedRequest request) {
        ObjectNode answer = ok().put("has_more", false);
        ArrayNode found = answer.putArray("messages");
        for (ObjectNode message : messages) {
            String ts = message.path("ts").asText();
            boolean inside = ts.compareTo(request.query().getOrDefault("oldest", "0")) >= 0
                    && ts.compareTo(request.query().getOrDefault("latest", "9")) <= 0;
            if (inside) {
                ObjectNode shown = message.deepCopy();
                if (!"true".equals(request.query().get("include_all_metadata"))) {
                    shown.remove("metadata");
                }
                found.add(shown);
            }
        }
        return Answer.of(200, answer);
    }

    private static ObjectNode ok() {
        return JsonNodeFactory.instance.objectNode().put("ok", true);
    }

    private static Answer error(String error) {
        return Answer.of(
                200, JsonNodeFactory.instance.objectNode().put("ok", false).put("error", error));
    }
}
