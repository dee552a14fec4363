package io.sluice.effect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider request, complete but for secrets, which stand in it by name ({@code secret:NAME}).
 *
 * @param provider name of the provider; its base URL is configuration and never part of a request
 * @param path path and query below the provider's base URL, already percent-encoded
 * @param headers header names and values, in the order of the contract
 * @param body JSON text, or null for a request without a body
 */
public record RenderedRequest(
        String provider,
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body) {}
