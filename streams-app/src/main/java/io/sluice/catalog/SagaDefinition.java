package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that belong together, in order.
 *
 * @param version content hash of the document
 * @param timeout how long the whole saga may take; null for the default
 */
public record SagaDefinition(
        String name, String version, @Nullable Duration timeout, List<StepDefinition> steps) {

    /**
     * One step.
     *
     * @param arguments JSON template over the scope ({@code /command}, {@code /arguments}, {@code /steps/NAME/result})
     */
    public record StepDefinition(String name, String tool, JsonNode arguments) {}
}
