package io.sluice.saga;

/** What an operator has found out about an effect. */
public enum Resolution {
    COMMITTED,
    NOT_COMMITTED,
    /** A finding that only a newer version knows; refused. */
    UNRECOGNISED
}
