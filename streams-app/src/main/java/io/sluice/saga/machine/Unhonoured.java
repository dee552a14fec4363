package io.sluice.saga.machine;

import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;

/**
 * What a catalog may say and the machine does not act on yet. To run a step whose condition is not looked at would be an
 * effect that nobody wanted, so such a command is refused.
 */
final class Unhonoured {

    private Unhonoured() {}

    static boolean isIn(SagaDefinition definition) {
        return definition.steps().stream()
                .anyMatch(step -> step.when() != null || step.notBefore() != null || step.timeout() != null);
    }

    static boolean isIn(ToolContract contract) {
        ToolContract.Compensation compensation = contract.compensation();
        return compensation != null && compensation.when() != null;
    }

    static String explain(String what) {
        return what + " uses when, not_before or a step's timeout, which are checked but not acted on yet;"
                + " leave them out";
    }
}
