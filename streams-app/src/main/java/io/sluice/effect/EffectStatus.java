package io.sluice.effect;

/** Where a side effect stands; finer facts are a reason beside it. */
public enum EffectStatus {
    PROPOSED,
    VALIDATED,
    APPROVAL_REQUIRED,
    APPROVED,
    STARTED,
    COMMITTED,
    FAILED,
    AMBIGUOUS,
    COMPENSATED;

    /** Whether a provider may have been called and the answer is not known yet. */
    public boolean isUnresolved() {
        return this == STARTED || this == AMBIGUOUS;
    }
}
