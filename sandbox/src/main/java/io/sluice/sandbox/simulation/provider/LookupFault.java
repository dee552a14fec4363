package io.sluice.sandbox.simulation.provider;

/** What may go wrong with a lookup. */
enum LookupFault {
    LOST,
    BROKEN,
    /** Shows other work than was asked for. */
    MISMATCH,
    /** The answer comes late, but in time. */
    SLOW
}
