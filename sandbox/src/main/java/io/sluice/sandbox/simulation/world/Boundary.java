package io.sluice.sandbox.simulation.world;

/** A point between two things of which one may happen without the other: where a crash hurts most. */
public enum Boundary {
    /** Everything is written, nothing is committed. */
    BEFORE_COMMIT,
    /** All is committed, and the process has not seen it. */
    AFTER_COMMIT,
    /** The last check has passed, the request has not left. */
    AFTER_CHECK,
    /** The request has left, no answer is there. */
    AFTER_SEND,
    /** The provider has answered, nothing is said of it. */
    AFTER_ANSWER,
    /** The outcome was given to the producer. */
    AFTER_REPORT
}
