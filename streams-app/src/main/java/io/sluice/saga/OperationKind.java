package io.sluice.saga;

/** What an operator can ask for. */
public enum OperationKind {
    /** Undo a saga that is no longer wanted. */
    CANCEL,
    /** Undo a saga by hand. */
    ROLL_BACK,
    /** Say what became of an effect that nobody else can tell of. */
    RESOLVE,
    /** Try an effect that failed or was escalated once more, with the same key; without an effect, lift a quarantine. */
    RETRY,
    /** Leave a failed effect as it is and go on. */
    SKIP,
    /** Undo one committed effect of a saga that has ended. */
    COMPENSATE,
    /** Take a dead letter in again. */
    REPLAY,
    /** Say which version a target has, whatever its owner has said. */
    SET_VERSION,
    /** Have the claim ledger say which version a target has. */
    SHOW_VERSION,
    /** A kind that only a newer version knows; refused. */
    UNRECOGNISED
}
