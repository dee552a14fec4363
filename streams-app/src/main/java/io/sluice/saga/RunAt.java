package io.sluice.saga;

/** When the steps of an open saga run. */
public enum RunAt {
    /** As they are added; what cannot be undone waits for the commit all the same. */
    NOW,
    /** All of them at the commit. */
    COMMIT
}
