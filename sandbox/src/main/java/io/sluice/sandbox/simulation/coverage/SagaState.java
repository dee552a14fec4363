package io.sluice.sandbox.simulation.coverage;

import io.sluice.saga.Saga;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a saga stands, as far as it matters to what may happen next. */
enum SagaState {
    NONE,
    WAITING_FOR_CATALOG,
    OPEN,
    ACTIVE,
    COMPENSATING,
    COMMITTED,
    ROLLED_BACK,
    FAILED;

    static SagaState of(@Nullable Saga saga) {
        if (saga == null) {
            return NONE;
        }
        return switch (saga.status()) {
            case PENDING -> saga.isDeferred() ? WAITING_FOR_CATALOG : OPEN;
            case ACTIVE -> ACTIVE;
            case COMPENSATING -> COMPENSATING;
            case COMMITTED -> COMMITTED;
            case ROLLED_BACK -> ROLLED_BACK;
            case FAILED -> FAILED;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
