package io.sluice.effect;

/** What an attempt asks of a provider. */
public enum AttemptKind {
    /** Do the work (and read it back, where the contract has a lookup). */
    CALL,
    /** Find out whether earlier work was done, or, for accepted work, whether it has ended. Changes nothing. */
    LOOKUP
}
