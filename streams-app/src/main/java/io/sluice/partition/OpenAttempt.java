package io.sluice.partition;

import io.sluice.effect.Lane;

/**
 * An attempt without an outcome.
 *
 * @param incarnation the life of the task that wrote its intent
 * @param offset of its intent, known where another incarnation than its own has read it; else {@link #OFFSET_UNKNOWN}
 */
public record OpenAttempt(String incarnation, String intentId, String sagaId, String provider, Lane lane, long offset) {

    /** Offset of an intent that its own incarnation has not read back, or none has. */
    public static final long OFFSET_UNKNOWN = -1;

    OpenAttempt readAt(long intentOffset) {
        return new OpenAttempt(incarnation, intentId, sagaId, provider, lane, intentOffset);
    }
}
