package io.sluice.effect;

/** What one attempt established. Only {@link #TERMINAL}, {@link #TRANSIENT} and {@link #NOT_FIRED} say that nothing was done. */
public enum OutcomeResult {
    /** The call did the work, and the read-back (where the contract has a lookup) showed it. */
    SUCCEEDED,
    /** The provider took the work on and will finish it later. */
    ACCEPTED,
    /** Refused for good; surely not executed. */
    TERMINAL,
    /** Refused for now; surely not executed. */
    TRANSIENT,
    /** No answer, or one that does not say whether the work was done. */
    UNKNOWN,
    /** The sink never sent the request. */
    NOT_FIRED,
    /** A lookup shows the work. */
    FOUND,
    /** A lookup shows nothing; to be trusted only after the settle window. */
    NOT_FOUND
}
