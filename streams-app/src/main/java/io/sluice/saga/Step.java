package io.sluice.saga;

import io.sluice.effect.Reversibility;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga.
 *
 * @param reversibility as declared; the machine keeps to it in a rollback
 * @param compensation the effect that undoes this one; registered in the commit of the forward intent, null before it or
 *     where the contract has none
 */
public record Step(
        String name,
        String agentId,
        Reversibility reversibility,
        Effect forward,
        @Nullable Effect compensation) {

    /** The effect that {@code direction} names, null where the step has none. */
    public @Nullable Effect effect(Direction direction) {
        return direction == Direction.FORWARD ? forward : compensation;
    }

    Step with(Direction direction, Effect effect) {
        return direction == Direction.FORWARD
                ? new Step(name, agentId, reversibility, effect, compensation)
                : new Step(name, agentId, reversibility, forward, effect);
    }
}
