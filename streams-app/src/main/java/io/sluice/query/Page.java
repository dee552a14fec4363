package io.sluice.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next where to go on; null at the end
 * @param incomplete instances that did not answer, so that their part is missing; null when all did
 */
public record Page(
        List<JsonNode> items,
        @Nullable String next,
        @Nullable List<String> incomplete) {}
