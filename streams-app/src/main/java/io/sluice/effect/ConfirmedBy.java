package io.sluice.effect;

/** On whose word a side effect is recorded as committed. */
public enum ConfirmedBy {
    READ_BACK,
    RESPONSE,
    RECONCILIATION,
    OPERATOR
}
