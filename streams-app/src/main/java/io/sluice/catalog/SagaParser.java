package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a saga definition. */
final class SagaParser {

    private SagaParser() {}

    static SagaDefinition parse(Fields fields, String version) {
        String name = fields.name("name");
        Duration timeout = fields.duration("timeout", SagaDefinition.MAX_TIMEOUT);
        String pivot = fields.optionalName("pivot");
        ArgumentSchema arguments = fields.argumentSchema("arguments");
        Map<String, StepDefinition> steps = new LinkedHashMap<>();
        for (Fields step : fields.objects("steps")) {
            StepDefinition definition = step(step);
            if (steps.putIfAbsent(definition.name(), definition) != null) {
                step.problem("name", "is taken by an earlier step: give each step a name of its own.");
            }
        }
        if (steps.size() > SagaDefinition.MAX_STEPS) {
            fields.problem(
                    "steps",
                    "holds " + steps.size() + " steps, more than the bound of " + SagaDefinition.MAX_STEPS
                            + ": split the saga.");
        }
        fields.end();
        return new SagaDefinition(name, version, timeout, pivot, List.copyOf(steps.values()), arguments);
    }

    private static StepDefinition step(Fields fields) {
        JsonNode arguments = fields.json("arguments");
        StepDefinition step = new StepDefinition(
                fields.name("name"),
                fields.name("tool"),
                CatalogParser.objectOrEmpty(arguments),
                TemplateFields.condition(fields, "when"),
                TemplateFields.moment(fields, "not_before", SagaDefinition.MAX_TIMEOUT),
                fields.duration("timeout", SagaDefinition.MAX_TIMEOUT),
                fields.choice("on_stale", VersionRules.OnStale.class));
        fields.end();
        if (arguments != null && !arguments.isObject()) {
            fields.problem("arguments", "must be a mapping.");
        }
        return step;
    }
}
