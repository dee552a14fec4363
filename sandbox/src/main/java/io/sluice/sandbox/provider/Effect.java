package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a simulated provider has really done.
 *
 * @param profile who did it: the name of a {@link Profile} or an {@link ExampleProvider}
 * @param key the idempotency key it was asked for with; null if there was none
 * @param body what it was sent
 * @param headers what it was sent, by lower-case name, without secrets
 * @param at when, as ISO-8601
 */
public record Effect(
        String id,
        String profile,
        String resource,
        @Nullable String key,
        JsonNode body,
        Map<String, String> headers,
        String at) {}
