package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Payment intents and refunds, answered as https://docs.stripe.com/api says; a refund is pending for a while. */
final class StripeApi implements Api {
    private static final String INTENTS = "payment_intents";
    private static final String REFUNDS = "refunds";
    private static final String PENDING = "pending";

    private final Kept kept;
    private final Pace pace;
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<String, Instant> refunds = new HashMap<>();
    private final Map<String, Saved> byKey = new HashMap<>();

    /** What was answered to the first request with a key. */
    private record Saved(String request, Answer answer) {}

    StripeApi(Kept kept, Pace pace) {
        this.kept = kept;
        this.pace = pace;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (request.headers().get("authorization") == null) {
            return error(401, "invalid_request_error", null);
        }
        String resource = path.size() > 1 && path.getFirst().equals("v1") ? path.get(1) : "";
        if (!List.of(INTENTS, REFUNDS).contains(resource)) {
            return error(404, "invalid_request_error", null);
        }
        if (request.method().equals("GET")) {
            return path.size() == 3 ? show(path.getLast()) : error(404, "invalid_request_error", null);
        }
        Map<String, String> form = form(request);
        return once(request, () -> switch (path.size()) {
            case 2 -> resource.equals(REFUNDS) ? refund(request, form) : create(request, form);
            case 4 -> act(request, path.get(2), path.get(3), form);
            default -> error(404, "invalid_request_error", null);
        });
    }

    /** How many there really are. */
    synchronized long count(String prefix) {
        return objects.keySet().stream().filter(id -> id.startsWith(prefix)).count();
    }

    /** What becomes of a hold that nobody captures. */
    synchronized void expire(String paymentIntent) {
        cancelled(Objects.requireNonNull(objects.get(paymentIntent)));
    }

    /** What the bank makes of a refund. */
    synchronized void settle(String refund, String status) {
        Objects.requireNonNull(objects.get(refund)).put("status", status);
    }

    private Answer show(String id) {
        Instant since = refunds.get(id);
        ObjectNode object = objects.get(id);
        if (object == null) {
            return error(404, "invalid_request_error", "resource_missing");
        }
        if (since != null
                && pace.isDone(since)
                && object.path("status").asText().equals(PENDING)) {
            object.put("status", "succeeded");
        }
        return Answer.of(200, object.deepCopy());
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
        return saved.request().equals(whole) ? saved.answer().replayed() : error(400, "idempotency_error", null);
    }

    private Answer create(SimulatedRequest request, Map<String, String> form) {
        if (form.get("amount") == null || form.get("currency") == null) {
            return error(400, "invalid_request_error", "parameter_missing");
        }
        if ("pm_card_chargeDeclined".equals(form.get("payment_method"))) {
            return error(402, "card_error", "card_declined");
        }
        boolean held = "manual".equals(form.get("capture_method")) && "true".equals(form.get("confirm"));
        long amount = amount(form, "amount");
        ObjectNode intent = object("pi_" + (objects.size() + 1), "payment_intent", form)
                .put("amount", amount)
                .put("amount_capturable", held ? amount : 0)
                .put("amount_received", 0)
                .put("currency", form.get("currency"))
                .put("status", held ? "requires_capture" : "requires_confirmation")
                .putNull("canceled_at");
        kept.note(request, INTENTS, intent.deepCopy());
        return Answer.of(200, intent.deepCopy());
    }

    private Answer act(SimulatedRequest request, String id, String action, Map<String, String> form) {
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
                    .put("amount_received", amount(form, "amount_to_capture"));
        }
        kept.note(request, action.equals("cancel") ? "cancellations" : "captures", intent.deepCopy());
        return Answer.of(200, intent.deepCopy());
    }

    private Answer refund(SimulatedRequest request, Map<String, String> form) {
        ObjectNode refund = object("re_" + (objects.size() + 1), "refund", form)
                .put("payment_intent", form.get("payment_intent"))
                .put("amount", amount(form, "amount"))
                .put("status", PENDING);
        refunds.put(refund.path("id").asText(), pace.now());
        kept.note(request, REFUNDS, refund.deepCopy());
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

    private static long amount(Map<String, String> form, String name) {
        String amount = form.getOrDefault(name, "");
        return amount.matches("[0-9]{1,12}") ? Long.parseLong(amount) : 0;
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
