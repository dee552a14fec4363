package io.sluice.effect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.idempotency.CanonicalJson;

/** Names one rendered request: what an approval grant is bound to and what an intent holds. */
public final class RequestHash {

    private RequestHash() {}

    /** Hex SHA-256 over the RFC 8785 form of the request; the body counts as the text that is sent. */
    public static String of(RenderedRequest request) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("provider", request.provider());
        document.put("method", request.method());
        document.put("path", request.path());
        ObjectNode headers = document.putObject("headers");
        request.headers().forEach(headers::put);
        document.put("body", request.body());
        return CanonicalJson.hash(document);
    }
}
