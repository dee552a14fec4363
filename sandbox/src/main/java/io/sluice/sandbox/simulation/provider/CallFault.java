package io.sluice.sandbox.simulation.provider;

/** What may go wrong with a call. */
enum CallFault {
    /** The request never arrives. */
    LOST_REQUEST,
    /** The work is done, the answer never arrives. */
    LOST_ANSWER,
    /** The work is done just before the caller gives up, the answer comes after. */
    TOO_SLOW,
    /** The answer comes late, but in time. */
    SLOW,
    /** A status of 500 before the work. */
    BROKEN_BEFORE,
    /** A status of 500 after the work. */
    BROKEN_AFTER,
    /** Refused for now. */
    BUSY,
    /** Refused for now, with a time to come back. */
    BUSY_UNTIL,
    /** Refused for good. */
    REFUSED
}
