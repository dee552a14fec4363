package io.sluice.saga;

import io.sluice.idempotency.Keys;

/** Names a saga: computed by Sluice from the command's structure, never taken from a record's key. */
public final class SagaIds {

    private SagaIds() {}

    /** Tenant, {@code /} and the command's idempotency key. */
    public static String of(Command command) {
        return command.tenantId() + "/"
                + Keys.ofTool(command.tenantId(), command.runId(), command.stepId(), command.proposed());
    }
}
