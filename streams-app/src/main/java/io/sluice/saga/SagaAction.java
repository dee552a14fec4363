package io.sluice.saga;

/** What a command asks of an open saga, to which an agent adds steps as it goes. */
public enum SagaAction {
    BEGIN,
    ADD_STEP,
    COMMIT,
    ROLL_BACK,
    /** An action that only a newer version knows; refused. */
    UNRECOGNISED
}
