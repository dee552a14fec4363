package io.sluice.saga;

import io.sluice.idempotency.Keys;
import java.util.Optional;

/** Names a saga: computed by Sluice from the command's structure, never taken from a record's key. */
public final class SagaIds {

    /** Stands between a saga's id and what belongs to it; neither tenants nor keys contain it. */
    private static final char PART = ':';

    private SagaIds() {}

    /** Tenant, {@code /} and the command's idempotency key; for a command about an open saga, the key of its name. */
    public static String of(Command command) {
        if (command.sagaAction() != null) {
            return command.tenantId() + "/" + Keys.ofOpenSaga(command.tenantId(), String.valueOf(command.saga()));
        }
        return command.tenantId() + "/"
                + Keys.ofTool(command.tenantId(), command.runId(), command.stepId(), command.proposed());
    }

    /** The tenant of a saga. */
    public static String tenantOf(String sagaId) {
        return sagaId.substring(0, Math.max(0, sagaId.indexOf('/')));
    }

    /** The saga that a side effect, an intent or an approval request belongs to; empty when the id has not their form. */
    public static Optional<String> ofPart(String id) {
        int key = id.indexOf('/') + 1;
        int end = id.indexOf(PART, key);
        return key > 1 && end > key ? Optional.of(id.substring(0, end)) : Optional.empty();
    }

    /** The id of the side effect of one step. */
    public static String ofEffect(Command command, String step) {
        return of(command) + PART + step;
    }
}
