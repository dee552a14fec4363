package io.sluice.sandbox.simulation.invariant;

/** An invariant does not hold. */
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int invariant;

    /**
     * @param invariant its number in the design
     * @param what one sentence: what happened that may not happen
     */
    public Violation(int invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    /** Its number in the design. */
    public int invariant() {
        return invariant;
    }
}
