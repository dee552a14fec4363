package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Payment intents and refunds, answered as https://docs.stripe.com/api says. */
final class StripeApi {
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<String, Saved> byKey = new HashMap<>();

    /** What was answered to the first request with a key. */
    private record Saved(String request, Answer answer) {}

    synchronized Answer answer(SimulatedRequest request) {
        if (request.headers().get("authorization") == null) {
            return error(401, "invalid_request_error", null);
        }
        String[] path = request.path().split("/", -1);
        if (request.method().equals("GET")) {
            ObjectNode object = objects.get(path[3]);
            return object == null ? error(404, "invalid_request_error", "resource_missing") : Answer.of(200, object);
        }
        Map<String, String> form = form(request);
        return once(request, () -> switch (path.length) {
            case 3 -> path[2].equals("refunds") ? refund(form) : create(form);
            case 5 -> act(path[3], path[4], form);
            default -> error(404, "invalid_request_error", null);
        });
    }

    /** How many there really are. */
    synchronized long count(String prefix) {
        return objects.keySet().stream().filter(id -> id.startsWith(prefix)).count();
    }

    synchronized void expire(String paymentIntent) {
        cancelled(Objects.requireNonNull(objects.get(paymentIntent)));
    }

    synchronized void settle(String refund, String status) {
        Objects.requireNonNull(objects.get(refund)).put("status", status);
    }

    private Answer once(SimulatedRequest request, Supplier<Answer> work) {
        String key = request.headers().get(SimulatedRequest.KEY_HEADER);
        String whole = request.path() + "\n" + request.body();
        Saved saved = key == null ? null : byKey.get(key);
        if (saved == null) {
            Answer answer = work.get();
            if (key != null) {
                byKey.put(key, new Saved(whole, answer));
            }
            return answer;
        }
        return saved.request().equals(whole)
                ? saved.answer().with("Idempotent-Replayed", "true")
                : error(400, "idempotency_error", null);
    }

    private Answer create(Map<String, String> form) {
        if (form.get("amount") == null || form.get("currency") == null) {
            return error(400, "invalid_request_error", "parameter_missing");
        }
        if ("pm_card_chargeDeclined".equals(form.get("payment_method"))) {
            return error(402, "card_error", "card_declined");
        }
        boolean held = "manual".equals(form.get("capture_method")) && "true".equals(form.get("confirm"));
        long amount = Long.parseLong(form.get("amount"));
        ObjectNode intent = object("pi_" + (objects.size() + 1), "payment_intent", form)
                .put("amount", amount)
                .put("amount_capturable", held ? amount : 0)
                .put("amount_received", 0)
                .put("currency", form.get("currency"))
                .put("status", held ? "requires_capture" : "requires_confirmation")
                .putNull("canceled_at");
        return Answer.of(200, intent.deepCopy());
    }

    private Answer act(String id, String action, Map<String, String> form) {
        ObjectNode intent = objects.get(id);
        if (intent == null) {
            return error(404, "invalid_request_error", "resource_missing");
        }
        if (!intent.path("status").asText().equals("requires_capture")) {
            return error(400, "invalid_request_error", "payment_intent_unexpected_state");
        }
        if (action.equals("cancel")) {
            cancelled(intent);
        } else {
            intent.put("status", "succeeded")
                    .put("amount_capturable", 0)
                    .put("amount_received", Long.parseLong(form.get("amount_to_capture")));
        }
        return Answer.of(200, intent.deepCopy());
    }

    private Answer refund(Map<String, String> form) {
        ObjectNode refund = object("re_" + (objects.size() + 1), "refund", form)
                .put("payment_intent", form.get("payment_intent"))
                .put("amount", Long.parseLong(form.get("amount")))
                .put("status", "pending");
        return Answer.of(200, refund.deepCopy());
    }

    private static void cancelled(ObjectNode intent) {
        intent.put("status", "canceled").put("amount_capturable", 0).put("canceled_at", 1_790_000_000);
    }

    private ObjectNode object(String id, String type, Map<String, String> form) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("id", id).put("object", type);
        ObjectNode metadata = object.putObject("metadata");
        form.forEach((name, value) -> {
            if (name.startsWith("metadata[") && name.endsWith("]")) {
                metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
            }
        });
        objects.put(id, object);
        return object;
    }

    private static Map<String, String> form(SimulatedRequest request) {
        Map<String, String> form = new HashMap<>();
        String type = request.headers().get("content-type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            return form;
        }
        for (String field : request.body().split("&", -1)) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static Answer error(int status, String type, @Nullable String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("type", type).put("code", code);
        return Answer.of(status, body);
    }
}
