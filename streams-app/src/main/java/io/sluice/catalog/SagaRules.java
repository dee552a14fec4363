package io.sluice.catalog;

import io.sluice.catalog.Reversible.Placed;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules about the steps of one saga. */
final class SagaRules {

    private SagaRules() {}

    static List<String> problems(SagaDefinition saga, Catalog catalog) {
        List<String> problems = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        Optional<String> misnamed = namedPivot(saga, catalog);
        misnamed.ifPresent(problems::add);
        for (StepDefinition step : saga.steps()) {
            problems.addAll(PointerRules.problems(saga, step));
            time(saga, step).ifPresent(problems::add);
            String place = "step " + step.name() + " ";
            ArgumentRules.undeclared(Pointers.of(step.arguments(), step.when(), step.notBefore()), saga.arguments())
                    .forEach(problem -> problems.add(place + problem));
            Optional<ToolContract> tool = catalog.tool(step.tool());
            if (tool.isEmpty()) {
                problems.add(Rule.KNOWN_TOOL.brokenBy("step " + step.name() + " uses tool " + step.tool()
                        + ", which the catalog does not have: add the tool or correct the name."));
                continue;
            }
            ArgumentRules.misfit(step.arguments(), tool.get()).ifPresent(problem -> problems.add(place + problem));
            Placed next = new Placed(
                    step.name(),
                    misnamed.isPresent() ? tool.get().reversibility() : saga.reversibility(step, tool.get()),
                    tool.get().effectType());
            Reversible.refusal(placed, next, tool.get()).ifPresent(problems::add);
            placed.add(next);
        }
        return problems.stream()
                .map(problem -> "saga " + saga.name() + ": " + problem)
                .toList();
    }

    private static Optional<String> namedPivot(SagaDefinition saga, Catalog catalog) {
        String pivot = saga.pivot();
        if (pivot == null) {
            return Optional.empty();
        }
        Optional<StepDefinition> step = saga.steps().stream()
                .filter(candidate -> candidate.name().equals(pivot))
                .findFirst();
        if (step.isEmpty()) {
            return Optional.of(Rule.NAMED_PIVOT.brokenBy(
                    "step " + pivot + " is named as the pivot, but there is no such step: correct the name."));
        }
        return catalog.tool(step.get().tool())
                .filter(tool -> tool.reversibility() == Reversibility.COMPENSABLE
                        || tool.effectType().isPure())
                .map(tool -> Rule.NAMED_PIVOT.brokenBy("step " + pivot + " is named as the pivot, but tool "
                        + tool.name() + (tool.effectType().isPure() ? " changes nothing" : " can be undone")
                        + ": name the step after which nothing can be undone."));
    }

    private static Optional<String> time(SagaDefinition saga, StepDefinition step) {
        Duration whole = saga.timeout();
        if (whole == null) {
            return Optional.empty();
        }
        Duration timeout = step.timeout();
        if (timeout != null && timeout.compareTo(whole) > 0) {
            return Optional.of(Rule.TIME_FITS.brokenBy("step " + step.name() + " may take " + Durations.format(timeout)
                    + ", longer than the whole saga with " + Durations.format(whole)
                    + ": shorten the step's timeout or lengthen the saga's."));
        }
        String notBefore = step.notBefore();
        Duration delay = notBefore == null ? null : Durations.parse(notBefore);
        if (delay != null && delay.compareTo(whole) >= 0) {
            return Optional.of(Rule.TIME_FITS.brokenBy("step " + step.name() + " would start "
                    + Durations.format(delay) + " after the saga, which must have ended after "
                    + Durations.format(whole) + ": shorten its not_before or lengthen the saga's timeout."));
        }
        return Optional.empty();
    }
}
