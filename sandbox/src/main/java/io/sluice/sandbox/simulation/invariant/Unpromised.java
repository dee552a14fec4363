package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import java.util.HashSet;
import java.util.Set;

/**
 * The effects of which nothing is promised: a process stood still between the last check and the request for longer than the
 * clock margin allows, or clocks are further apart than that.
 */
final class Unpromised {

    /** What the margin leaves for the way from the last check to the provider when clocks are off, in milliseconds. */
    private static final long LONGEST_WAY = 300;

    private final boolean clocksMayLie;
    private final Set<String> keys = new HashSet<>();

    Unpromised(boolean clocksMayLie) {
        this.clocksMayLie = clocksMayLie;
    }

    void sent(Intent intent, long sinceCheck) {
        if (intent.kind() == AttemptKind.CALL && (sinceCheck > LONGEST_WAY || clocksMayLie)) {
            keys.add(intent.idempotencyKey());
        }
    }

    boolean has(String idempotencyKey) {
        return keys.contains(idempotencyKey);
    }
}
