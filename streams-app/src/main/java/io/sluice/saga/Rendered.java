package io.sluice.saga;

import io.sluice.effect.RenderedRequest;

/**
 * What will be sent, rendered once: what was approved is what is sent.
 *
 * @param arguments the tool's arguments, a JSON object as text
 * @param requestHash hex SHA-256 over the RFC 8785 form of {@code request}
 */
public record Rendered(String arguments, RenderedRequest request, String requestHash) {}
