package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that belong together, in order.
 *
 * @param version content hash of the document
 * @param timeout how long the whole saga may take; null for the default
 * @param pivot the step named as the point of no return; null for the first one that cannot be undone
 * @param arguments which arguments a command for it may have; null where the definition does not say, so that any are taken
 */
public record SagaDefinition(
        String name,
        String version,
        @Nullable Duration timeout,
        @Nullable String pivot,
        List<StepDefinition> steps,
        @Nullable ArgumentSchema arguments) {

    /** Bound on the steps of one saga. */
    public static final int MAX_STEPS = 100;

    /** Bound on the time limit of a saga or step, and on how long a step may be put off. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(366);

    /** A saga that takes any arguments. */
    public SagaDefinition(
            String name,
            String version,
            @Nullable Duration timeout,
            @Nullable String pivot,
            List<StepDefinition> steps) {
        this(name, version, timeout, pivot, steps, null);
    }

    /** A saga whose pivot follows from its tools. */
    public SagaDefinition(String name, String version, @Nullable Duration timeout, List<StepDefinition> steps) {
        this(name, version, timeout, null, steps);
    }

    /** What may be done about one of the steps: the tool's word, unless the step is named as the pivot. */
    public Reversibility reversibility(StepDefinition step, ToolContract tool) {
        return step.name().equals(pivot) ? Reversibility.PIVOT : tool.reversibility();
    }

    /**
     * One step.
     *
     * @param arguments JSON template over the scope ({@code /command}, {@code /arguments}, {@code /steps/NAME/result})
     * @param when template that must hold for the step to run, see {@link Conditions#holds}; null for always
     * @param notBefore template of the moment before which the step does not start, see {@link Conditions#notBefore};
     *     null for at once
     * @param timeout how long the step may take from the moment it is its turn; null for as long as the saga may
     * @param onStale what to do where its target has another version by now; null for what its tool says
     */
    public record StepDefinition(
            String name,
            String tool,
            JsonNode arguments,
            @Nullable String when,
            @Nullable String notBefore,
            @Nullable Duration timeout,
            VersionRules.@Nullable OnStale onStale) {

        /** A step that always runs, at once, with no time limit of its own. */
        public StepDefinition(String name, String tool, JsonNode arguments) {
            this(name, tool, arguments, null, null, null, null);
        }
    }
}
