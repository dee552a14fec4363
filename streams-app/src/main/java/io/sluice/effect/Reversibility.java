package io.sluice.effect;

/** What may be done about a step once it has happened. */
public enum Reversibility {
    /** A compensation undoes it; it may only stand before the pivot. */
    COMPENSABLE,
    /** The point of no return: before it a saga can be undone, after it a saga only goes forward. */
    PIVOT,
    /** Cannot fail for good: it is retried until it is done, so it may stand after the pivot. */
    RETRYABLE,
    /** Cannot be undone; the first one of a saga is its pivot unless an earlier one is named. */
    NONCOMPENSABLE
}
