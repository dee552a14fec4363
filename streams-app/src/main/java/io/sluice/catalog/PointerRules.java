package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules about what a template may point at. */
final class PointerRules {
    private static final Set<String> LEFT_BY_A_STEP = Set.of("arguments", "external_ref", "result");

    /** What a template can see in a step of a saga, and in a call. */
    static final Set<String> IN_STEP =
            Set.of("command", "arguments", "steps", "idempotency_key", "saga_id", "expected_version");

    /** What makes two acts the same lies in neither run nor saga. */
    static final Set<String> IN_BUSINESS_KEY = Set.of("command", "arguments");

    /** What it can see in a lookup, once the provider has given its reference. */
    static final Set<String> IN_LOOKUP = with(IN_STEP, "external_ref");

    /** What it can see in a compensation, whose forward step has happened, and may have changed the target's version. */
    static final Set<String> IN_COMPENSATION =
            Set.of("command", "arguments", "steps", "idempotency_key", "saga_id", "forward");

    private PointerRules() {}

    static List<String> outOfScope(Collection<Template> templates, Set<String> visible) {
        return templates.stream()
                .filter(template -> !visible.contains(first(template.pointer())))
                .map(template -> Rule.IN_SCOPE.brokenBy(template.source()
                        + " points outside what a template can see here, which is "
                        + String.join(", ", visible.stream().sorted().toList())
                        + ": correct it, or write $$ for a dollar sign."))
                .distinct()
                .toList();
    }

    static List<String> problems(SagaDefinition saga, StepDefinition step) {
        List<Template> templates = Pointers.of(step.arguments(), step.when(), step.notBefore());
        List<String> problems = new ArrayList<>();
        for (String problem : outOfScope(templates, IN_STEP)) {
            problems.add("step " + step.name() + ": " + problem);
        }
        for (Template template : templates) {
            if (first(template.pointer()).equals("steps")) {
                stepPointer(saga, step, template).ifPresent(problems::add);
            }
        }
        return problems.stream().distinct().toList();
    }

    private static Optional<String> stepPointer(SagaDefinition saga, StepDefinition step, Template template) {
        JsonPointer inSteps = rest(template.pointer());
        String name = first(inSteps);
        String points = "step " + step.name() + " points at " + template.source() + ", ";
        int own = saga.steps().indexOf(step);
        int target = saga.steps().stream().map(StepDefinition::name).toList().indexOf(name);
        if (target < 0) {
            return Optional.of(Rule.EARLIER_STEP.brokenBy(points
                    + (name.isEmpty() ? "which names no step" : "but no step is called " + name)
                    + ": point at an earlier step."));
        }
        if (target == own) {
            return Optional.of(Rule.EARLIER_STEP.brokenBy(
                    points + "its own result, which is not there before it has run: point at an earlier step."));
        }
        if (target > own) {
            return Optional.of(Rule.EARLIER_STEP.brokenBy(
                    points + "but step " + name + " runs later: point at an earlier step, or change the order."));
        }
        String part = first(rest(inSteps));
        if (!part.isEmpty() && !LEFT_BY_A_STEP.contains(part)) {
            return Optional.of(Rule.EARLIER_STEP.brokenBy(points + "but a step leaves "
                    + String.join(", ", LEFT_BY_A_STEP.stream().sorted().toList()) + " only: point at one of them."));
        }
        return mayBeMissing(saga.steps().get(target), step, template)
                ? Optional.of(Rule.PASSED_OVER.brokenBy(points + "but step " + name
                        + " may be passed over: end the pointer with ?, or give this step the same when."))
                : Optional.empty();
    }

    private static boolean mayBeMissing(StepDefinition target, StepDefinition step, Template template) {
        String when = step.when();
        if (target.when() == null || template.optional() || template.source().equals(when)) {
            return false;
        }
        if (when == null) {
            return true;
        }
        JsonPointer condition = Template.of(when).pointer();
        boolean asksTheTarget =
                first(condition).equals("steps") && first(rest(condition)).equals(target.name());
        return !asksTheTarget && !when.equals(target.when());
    }

    private static String first(@Nullable JsonPointer pointer) {
        return pointer == null || pointer.matches() ? "" : pointer.getMatchingProperty();
    }

    private static JsonPointer rest(@Nullable JsonPointer pointer) {
        return pointer == null || pointer.matches() ? JsonPointer.empty() : pointer.tail();
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> all = new LinkedHashSet<>(names);
        all.add(name);
        return Collections.unmodifiableSet(all);
    }
}
