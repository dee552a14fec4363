package io.sluice.saga;

/** Where a saga stands. */
public enum SagaStatus {
    /** Open: steps may still be added. */
    PENDING,
    ACTIVE,
    COMPENSATING,
    COMMITTED,
    /** Every effect was undone. */
    ROLLED_BACK,
    /** Timed out, refused, or not fully undone. */
    FAILED;

    public boolean isEnded() {
        return this == COMMITTED || this == ROLLED_BACK || this == FAILED;
    }
}
