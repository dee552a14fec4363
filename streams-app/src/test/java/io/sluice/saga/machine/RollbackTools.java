package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;

import io.sluice.saga.machine.TestCatalog.Capability;

/** Sagas to undo, with tools of every kind. */
final class RollbackTools {

    static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("first", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "undo-first")
            .tool("undo-first", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "undo-second")
            .tool("undo-second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("scar", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("peek", READ, COMPENSABLE, Capability.NEITHER)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("key-door", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.BOTH)
            .tool("blind-undone", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "blind-undo")
            .tool("blind-undo", INTERNAL_MUTATION, RETRYABLE, Capability.NEITHER)
            .tool("tell-later", EXTERNAL_NOTIFICATION, RETRYABLE, Capability.KEYS)
            .tool("tell", EXTERNAL_NOTIFICATION, COMPENSABLE, Capability.KEYS)
            .saga("keyed", "second", "key-door")
            .saga("found", "second", "door")
            .saga("undone-blindly", "blind-undone", "scar")
            .saga("told", "tell", "send")
            .saga("read-last", "second", "peek")
            .saga("three", "first", "peek", "second", "send")
            .saga("scarred", "first", "scar", "send")
            .saga("after", "first", "send", "file");

    private RollbackTools() {}

    static Scenario threeStepsDone() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("three"))
                .grant("reviewer-1")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("send");
    }
}
