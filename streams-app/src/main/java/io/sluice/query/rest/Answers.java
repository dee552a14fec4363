package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.sluice.query.Refusal;
import io.sluice.query.view.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: JSON documents, and problem documents (RFC 9457). */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final String TYPE = "urn:sluice:problem:";
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int INTERNAL = 500;
    private static final String RETRY_SECONDS = "1";

    private Answers() {}

    static void json(Context context, Object document) {
        json(context, 200, document);
    }

    static void json(Context context, int status, Object document) {
        context.status(status).contentType("application/json").result(Json.text(document));
    }

    static void problem(Context context, Refusal refusal) {
        if (refusal.status() == UNAVAILABLE) {
            context.header("Retry-After", RETRY_SECONDS);
        }
        if (refusal.status() == UNAUTHORIZED) {
            context.header("WWW-Authenticate", "Bearer");
        }
        problem(context, refusal.status(), refusal.reason(), refusal.detail());
    }

    /** What the server itself refuses, such as a path that does not exist. */
    static void problem(Context context, HttpResponseException e) {
        problem(context, e.getStatus(), "http_" + e.getStatus(), String.valueOf(e.getMessage()));
    }

    static void unexpected(Context context, Exception e) {
        log.error("{} {} failed", context.method(), context.path(), e);
        problem(context, INTERNAL, "internal", "Something went wrong inside Sluice; its log says what.");
    }

    private static void problem(Context context, int status, String reason, String detail) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", TYPE + reason);
        problem.put("title", reason.replace('_', ' '));
        problem.put("status", status);
        problem.put("reason", reason);
        problem.put("detail", detail);
        context.status(status).contentType("application/problem+json").result(Json.text(problem));
    }
}
