package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.NONCOMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;

import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;

/** Begins open sagas, with tools of every kind. */
final class OpenSagaTools {

    static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("look", READ, RETRYABLE, Capability.NEITHER)
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("seat", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("pay", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("tell", EXTERNAL_NOTIFICATION, PIVOT, Capability.KEYS)
            .tool("shout", INTERNAL_MUTATION, NONCOMPENSABLE, Capability.NEITHER)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("blind", INTERNAL_MUTATION, RETRYABLE, Capability.NEITHER);

    private OpenSagaTools() {}

    static Scenario begun() {
        return begun(RunAt.NOW);
    }

    static Scenario begun(RunAt runAt) {
        return Scenario.with(CATALOG).begins(runAt).expectSaga(SagaStatus.PENDING);
    }
}
