package io.sluice.sandbox.simulation;

import io.sluice.sandbox.simulation.invariant.Violation;
import io.sluice.sandbox.simulation.world.Happening;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a schedule ended.
 *
 * @param failure what does not hold, or what the machine threw; null where all is well
 * @param happened what might have been left out
 * @param steps how many things happened
 * @param boundaries how many points were passed at which something may befall a process
 */
public record Verdict(@Nullable RuntimeException failure, Set<Happening> happened, long steps, int boundaries) {

    public boolean isClean() {
        return failure == null;
    }

    /** The number of the invariant that does not hold; 0 where there is none, or where the machine itself failed. */
    public int invariant() {
        return failure instanceof Violation violation ? violation.invariant() : 0;
    }

    /** One sentence. */
    public String sentence() {
        RuntimeException reason = failure;
        if (reason == null) {
            return "all invariants hold";
        }
        return reason instanceof Violation violation
                ? "invariant " + violation.invariant() + ": " + violation.getMessage()
                : "the machine failed: " + reason;
    }
}
