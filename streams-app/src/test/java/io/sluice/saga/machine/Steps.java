package io.sluice.saga.machine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import java.time.Duration;
import java.util.List;

/** Steps of a definition that say when they run; each is named as its tool. */
final class Steps {

    private static final ObjectNode NO_ARGUMENTS = JsonNodeFactory.instance.objectNode();

    private Steps() {}

    static SagaDefinition saga(String name, StepDefinition... steps) {
        return new SagaDefinition(name, "v1", null, List.of(steps));
    }

    static StepDefinition plain(String tool) {
        return new StepDefinition(tool, tool, NO_ARGUMENTS);
    }

    static StepDefinition when(String condition, String tool) {
        return new StepDefinition(tool, tool, NO_ARGUMENTS, condition, null, null, null);
    }

    static StepDefinition notBefore(String moment, String tool) {
        return new StepDefinition(tool, tool, NO_ARGUMENTS, null, moment, null, null);
    }

    static StepDefinition within(Duration timeout, String tool) {
        return new StepDefinition(tool, tool, NO_ARGUMENTS, null, null, timeout, null);
    }

    static StepDefinition notBeforeAndWithin(String moment, Duration timeout, String tool) {
        return new StepDefinition(tool, tool, NO_ARGUMENTS, null, moment, timeout, null);
    }
}
