package io.sluice.query.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.query.Peers;
import io.sluice.query.Question;
import io.sluice.query.Refusal;
import io.sluice.query.view.Json;
import io.sluice.saga.StrictJson;
import io.sluice.saga.Tenants;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a request says, within bounds. */
final class Requests {
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int MAX_LIMIT = 1000;

    private Requests() {}

    /**
     * The question as another instance can be asked it.
     *
     * @param parameters that may be given; any other is refused, for one that is misspelt would not narrow the answer
     */
    static Question question(Context context, String... parameters) {
        knownOnly(context, parameters);
        String query = context.req().getQueryString();
        String path = context.req().getRequestURI();
        return new Question(query == null ? path : path + "?" + query, context.header(Peers.HOP_HEADER) != null);
    }

    private static void knownOnly(Context context, String... parameters) {
        List<String> known = List.of(parameters);
        if (!known.containsAll(context.queryParamMap().keySet())) {
            throw Refusal.invalid(
                    "unknown_parameter",
                    known.isEmpty()
                            ? "No parameter is known here: give none."
                            : "Only these parameters are known here: " + String.join(", ", known) + ".");
        }
    }

    /** False unless the parameter says {@code true}. */
    static boolean flag(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw Refusal.invalid("invalid_parameter", name + " must be true or false.");
    }

    static String tenantInPath(Context context) {
        return valid(context.pathParam("tenant"));
    }

    static String tenantInQuery(Context context) {
        String tenant = context.queryParam("tenant");
        if (tenant == null) {
            throw Refusal.invalid("missing_tenant", "Say whose: ?tenant=NAME.");
        }
        return valid(tenant);
    }

    static int limit(Context context, int byDefault) {
        return (int) number(context, "limit", byDefault, 1, MAX_LIMIT);
    }

    static long number(Context context, String name, long byDefault, long min, long max) {
        String text = context.queryParam(name);
        if (text == null) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of its range.
        }
        throw Refusal.invalid("invalid_parameter", name + " must be a whole number from " + min + " to " + max + ".");
    }

    /** The constant that a parameter names in lower case; null where it is not given. */
    static <E extends Enum<E>> @Nullable E choice(Context context, String name, Class<E> type) {
        String text = context.queryParam(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        StringBuilder names = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            names.append(names.isEmpty() ? "" : ", ").append(constant.name().toLowerCase(Locale.ROOT));
        }
        throw Refusal.invalid("invalid_parameter", name + " must be one of " + names + ".");
    }

    static byte[] json(Context context, int maxBytes) {
        return body(context, Set.of("application/json"), maxBytes);
    }

    /**
     * The body as a JSON object.
     *
     * @param what is expected, with its article
     */
    static ObjectNode object(Context context, int maxBytes, String what) {
        String text = new String(json(context, maxBytes), StandardCharsets.UTF_8);
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("malformed_json", "The body is not JSON: " + StrictJson.problem(e) + ".");
        }
        throw Refusal.invalid("malformed_json", "The body is no JSON object: " + what + " is one.");
    }

    /** Completes {@code body} with what the path says; what it says itself must be the same. */
    static void agree(ObjectNode body, String field, String value) {
        if (!body.path(field).asText(value).equals(value)) {
            throw Refusal.invalid(
                    "contradiction", field + " says something else than the path: leave it out or correct it.");
        }
        body.put(field, value);
    }

    /** The body; what {@code Content-Length} claims is not believed. */
    static byte[] body(Context context, Set<String> contentTypes, int maxBytes) {
        String given = context.contentType();
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!contentTypes.contains(type)) {
            throw new Refusal(
                    UNSUPPORTED,
                    "unsupported_media_type",
                    "Send Content-Type: "
                            + String.join(" or ", contentTypes.stream().sorted().toList()) + ".",
                    null);
        }
        try {
            byte[] body = context.req().getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new Refusal(TOO_LARGE, "too_large", "The body is larger than " + maxBytes + " bytes.", null);
            }
            return body;
        } catch (IOException e) {
            throw Refusal.invalid("incomplete_body", "The body did not arrive whole.");
        }
    }

    /** One segment of a path that another instance is asked. */
    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String valid(String tenant) {
        if (!Tenants.isValid(tenant)) {
            throw Refusal.invalid("invalid_tenant", "A tenant's name has at most 63 of a-z, 0-9, '.', '_' and '-'.");
        }
        return tenant;
    }
}
