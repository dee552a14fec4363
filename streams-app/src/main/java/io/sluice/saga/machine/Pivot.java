package io.sluice.saga.machine;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Saga;
import io.sluice.saga.Step;
import java.util.Optional;

/** The one-way door: once a step that cannot be undone has happened, a saga only goes forward. */
final class Pivot {

    private Pivot() {}

    static boolean isPassed(Saga saga) {
        return passed(saga).isPresent();
    }

    /** The step after which there is no way back, if it has happened. */
    static Optional<Step> passed(Saga saga) {
        return saga.steps().stream()
                .filter(step -> isDoor(step) && step.forward().status() == EffectStatus.COMMITTED)
                .findFirst();
    }

    static boolean isDoor(Step step) {
        return step.reversibility() == Reversibility.PIVOT || step.reversibility() == Reversibility.NONCOMPENSABLE;
    }
}
