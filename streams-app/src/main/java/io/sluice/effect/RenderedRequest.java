package io.sluice.effect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider request, complete but for secrets, which stand in it by name ({@code secret:NAME}).
 *
 * @param provider name of the provider; its base URL is configuration and never part of a request
 * @param path path and query below the provider's base URL, already percent-encoded; a lookup may hold
 *     {@code {external_ref}} where the provider's reference is not known yet
 * @param headers header names and values, in the order of the contract
 * @param body JSON text, or a form where the headers say so; null for a request without a body
 * @param expected for a lookup, JSON pointers into the answer and the JSON text each must have there; otherwise empty
 */
public record RenderedRequest(
        String provider,
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body,
        Map<String, String> expected) {

    /** A request whose answer is not compared with anything. */
    public RenderedRequest(
            String provider, String method, String path, Map<String, String> headers, @Nullable String body) {
        this(provider, method, path, headers, body, Map.of());
    }
}
