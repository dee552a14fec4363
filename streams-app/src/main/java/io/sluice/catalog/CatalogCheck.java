package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.catalog.ToolContract.RequestTemplate;
import io.sluice.effect.Reversibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether documents that are each well formed fit together; above all that no saga can get stuck behind its pivot. */
final class CatalogCheck {
    private static final Set<String> SCOPE =
            Set.of("command", "arguments", "steps", "forward", "idempotency_key", "saga_id", "external_ref");

    private CatalogCheck() {}

    static List<String> problems(ToolContract tool, Catalog catalog) {
        String where = "tool " + tool.name() + ": ";
        List<String> problems = new ArrayList<>();
        ToolContract.Compensation compensation = tool.compensation();
        if (compensation != null) {
            checkCompensation(where, tool, compensation, catalog, problems);
            checkPointers(where, pointers(compensation.arguments()), problems);
        }
        Set<JsonPointer> call = pointers(tool.call());
        checkPointers(where, call, problems);
        if (tool.honoursKey() && !call.contains(JsonPointer.compile("/idempotency_key"))) {
            problems.add(where + "honours_key is true, but the call never sends $/idempotency_key: send it where the"
                    + " provider expects it.");
        }
        ToolContract.Lookup lookup = tool.lookup();
        if (lookup != null) {
            Set<JsonPointer> pointers = pointers(lookup.request());
            lookup.matches().values().forEach(template -> collect(template, pointers));
            checkPointers(where, pointers, problems);
        }
        return problems;
    }

    static List<String> problems(SagaDefinition saga, Catalog catalog) {
        String where = "saga " + saga.name() + ": ";
        List<String> problems = new ArrayList<>();
        Set<String> earlier = new LinkedHashSet<>();
        StepDefinition pivot = null;
        StepDefinition firstRetryable = null;
        for (StepDefinition step : saga.steps()) {
            Set<JsonPointer> pointers = pointers(step.arguments());
            checkPointers(where, pointers, problems);
            checkStepReferences(where, step, pointers, earlier, problems);
            earlier.add(step.name());
            Optional<ToolContract> tool = catalog.tool(step.tool());
            if (tool.isEmpty()) {
                problems.add(where + "step " + step.name() + " uses tool " + step.tool()
                        + ", which the catalog does not have: add the tool or correct the name.");
                continue;
            }
            Reversibility reversibility = tool.get().reversibility();
            boolean ofNoReturn = reversibility == Reversibility.PIVOT || reversibility == Reversibility.NONCOMPENSABLE;
            if (pivot != null && reversibility != Reversibility.RETRYABLE) {
                problems.add(where + "step " + step.name() + " is "
                        + reversibility.name().toLowerCase(Locale.ROOT) + " and stands after step " + pivot.name()
                        + ", the pivot: after it only retryable steps may stand.");
            } else if (ofNoReturn && firstRetryable != null) {
                problems.add(where + "step " + firstRetryable.name() + " is retryable and stands before step "
                        + step.name() + ", the pivot: it could not be undone, so move it behind the pivot.");
            } else if (reversibility == Reversibility.COMPENSABLE && firstRetryable != null) {
                problems.add(where + "step " + step.name() + " can still fail and stands after step "
                        + firstRetryable.name() + ", which could not be undone: move it before that step.");
            }
            pivot = pivot == null && ofNoReturn ? step : pivot;
            boolean keepsWhatItDid = reversibility == Reversibility.RETRYABLE
                    && !tool.get().effectType().isPure();
            firstRetryable = firstRetryable == null && keepsWhatItDid ? step : firstRetryable;
        }
        return problems;
    }

    private static void checkCompensation(
            String where,
            ToolContract tool,
            ToolContract.Compensation compensation,
            Catalog catalog,
            List<String> problems) {
        if (compensation.tool().equals(tool.name())) {
            problems.add(where + "compensation names the tool itself: name the tool that undoes it.");
        } else if (catalog.tool(compensation.tool()).isEmpty()) {
            problems.add(where + "compensation tool " + compensation.tool()
                    + " is not in the catalog: add it or correct the name.");
        }
    }

    private static void checkStepReferences(
            String where, StepDefinition step, Set<JsonPointer> pointers, Set<String> earlier, List<String> problems) {
        for (JsonPointer pointer : pointers) {
            String name = pointer.tail().getMatchingProperty();
            if (pointer.getMatchingProperty().equals("steps") && !earlier.contains(name)) {
                problems.add(where + "step " + step.name() + " points at $" + pointer
                        + ", but no earlier step is called " + name + ": point at an earlier step.");
            }
        }
    }

    private static void checkPointers(String where, Set<JsonPointer> pointers, List<String> problems) {
        for (JsonPointer pointer : pointers) {
            if (!SCOPE.contains(pointer.getMatchingProperty())) {
                problems.add(where + "$" + pointer + " points outside what a template can see, which is "
                        + String.join(", ", SCOPE.stream().sorted().toList())
                        + ": correct it, or write $$ for a dollar sign.");
            }
        }
    }

    private static Set<JsonPointer> pointers(RequestTemplate request) {
        Set<JsonPointer> pointers = pointers(request.body());
        request.pathParameters().values().forEach(template -> addPointer(template, pointers));
        request.query().values().forEach(template -> addPointer(template, pointers));
        request.headers().values().forEach(template -> addPointer(template, pointers));
        return pointers;
    }

    private static Set<JsonPointer> pointers(@Nullable JsonNode template) {
        Set<JsonPointer> pointers = new LinkedHashSet<>();
        if (template != null) {
            collect(template, pointers);
        }
        return pointers;
    }

    private static void collect(JsonNode template, Set<JsonPointer> pointers) {
        if (template.isTextual()) {
            addPointer(template.textValue(), pointers);
        }
        template.forEach(child -> collect(child, pointers));
    }

    private static void addPointer(String source, Set<JsonPointer> pointers) {
        JsonPointer pointer = Template.of(source).pointer();
        if (pointer != null) {
            pointers.add(pointer);
        }
    }
}
