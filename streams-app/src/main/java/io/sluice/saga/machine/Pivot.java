package io.sluice.saga.machine;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Saga;
import io.sluice.saga.Step;

/** The one-way door: once a step that cannot be undone has happened, a saga only goes forward. */
final class Pivot {

    private Pivot() {}

    static boolean isPassed(Saga saga) {
        return saga.steps().stream()
                .anyMatch(step -> isDoor(step) && step.forward().status() == EffectStatus.COMMITTED);
    }

    private static boolean isDoor(Step step) {
        return step.reversibility() == Reversibility.PIVOT || step.reversibility() == Reversibility.NONCOMPENSABLE;
    }
}
