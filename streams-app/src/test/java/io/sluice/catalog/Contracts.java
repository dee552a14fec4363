package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.catalog.ToolContract.AnswerRules;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.catalog.ToolContract.RequestTemplate;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contracts for tests, from the parts a test is about. */
final class Contracts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contracts() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Scope scope(String document) {
        return new Scope(json(document));
    }

    static RequestTemplate post(String path, String body) {
        return new RequestTemplate("POST", path, Map.of(), Map.of(), Map.of(), json(body));
    }

    static RequestTemplate get(String path, Map<String, String> pathParameters, Map<String, String> query) {
        return new RequestTemplate("GET", path, pathParameters, query, Map.of(), null);
    }

    static ToolContract contract(RequestTemplate call) {
        return contract(call, null);
    }

    static ToolContract contract(RequestTemplate call, @Nullable Lookup lookup) {
        return new ToolContract(
                "notice.send",
                "v1",
                EffectType.EXTERNAL_NOTIFICATION,
                Reversibility.PIVOT,
                "notices",
                call,
                new AnswerRules(Set.of(201), Set.of(202), Set.of(400), Set.of(503), "/id"),
                lookup,
                null,
                true,
                Duration.ofSeconds(10),
                "NoticeSent");
    }
}
