package io.sluice.saga;

import org.jspecify.annotations.Nullable;

/**
 * A target of which an operator speaks.
 *
 * @param version the version that it has, as the operator says; null for a question
 */
public record OperationTarget(
        @Nullable String type, String id, @Nullable String version) {}
