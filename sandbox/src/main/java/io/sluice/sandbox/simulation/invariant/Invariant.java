package io.sluice.sandbox.simulation.invariant;

import io.sluice.sandbox.simulation.world.Witness;
import org.jspecify.annotations.Nullable;

/** One invariant, which looks on and throws a {@link Violation} where it does not hold. */
abstract class Invariant implements Witness {

    private final int number;

    Invariant(int number) {
        this.number = number;
    }

    /** One more event is in the journal. */
    void recorded(Recorded recorded) {}

    /** All faults are long over and nothing is left to happen. */
    void atEnd() {}

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a library of its own
    final void require(boolean holds, String otherwise, @Nullable Object... about) {
        if (!holds) {
            throw new Violation(number, otherwise.formatted(about));
        }
    }
}
