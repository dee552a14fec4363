package io.sluice.saga;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga.
 *
 * @param stepId the id of a step that an agent added to an open saga; null for a step of a definition
 * @param added the command that added it to an open saga; null for a step that was planned
 * @param reversibility as declared; the machine keeps to it in a rollback
 * @param compensationTool the contract that undoes this step, in the version that it was planned with; null where nothing does
 * @param compensation the effect that undoes this one; registered in the commit of the forward intent, null before it or
 *     where the contract has none
 * @param deadline until when it has to be done; null before it is its turn, and where it has no time limit of its own
 */
public record Step(
        String name,
        @Nullable String stepId,
        @Nullable AddedStep added,
        String agentId,
        Reversibility reversibility,
        @Nullable ToolRef compensationTool,
        Effect forward,
        @Nullable Effect compensation,
        @Nullable Instant deadline) {

    /** The effect that {@code direction} names, null where the step has none. */
    public @Nullable Effect effect(Direction direction) {
        return direction == Direction.FORWARD ? forward : compensation;
    }

    /** Whether it was done and has something that undoes it. */
    public boolean isUndoable() {
        return forward.status() == EffectStatus.COMMITTED && compensation != null;
    }

    Step with(Direction direction, Effect effect) {
        return direction == Direction.FORWARD
                ? new Step(
                        name, stepId, added, agentId, reversibility, compensationTool, effect, compensation, deadline)
                : new Step(name, stepId, added, agentId, reversibility, compensationTool, forward, effect, deadline);
    }

    Step withDeadline(@Nullable Instant next) {
        return new Step(name, stepId, added, agentId, reversibility, compensationTool, forward, compensation, next);
    }
}
