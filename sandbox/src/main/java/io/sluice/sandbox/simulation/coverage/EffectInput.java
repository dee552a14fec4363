package io.sluice.sandbox.simulation.coverage;

import io.sluice.effect.OutcomeResult;
import java.util.Locale;

/** What can happen to one effect. An answer is late when its attempt was over before. */
enum EffectInput {
    CALL_SUCCEEDED,
    CALL_ACCEPTED,
    CALL_REFUSED,
    CALL_REFUSED_FOR_NOW,
    CALL_UNKNOWN,
    CALL_NOT_FIRED,
    LOOKUP_FOUND,
    LOOKUP_NOT_FOUND,
    LOOKUP_PENDING,
    LOOKUP_UNKNOWN,
    LOOKUP_NOT_FIRED,
    LATE_SUCCEEDED,
    LATE_ACCEPTED,
    LATE_REFUSED,
    LATE_REFUSED_FOR_NOW,
    LATE_UNKNOWN,
    LATE_NOT_FIRED,
    LATE_LOOKUP,
    DOUBT,
    SURELY_NOT_FIRED,
    PLACE_FREED,
    GRANT,
    REJECTION,
    WITHDRAWAL,
    ATTEMPT_EXPIRES,
    RETRY_DUE,
    APPROVAL_EXPIRES,
    RESOLVED_COMMITTED,
    RESOLVED_NOT_COMMITTED,
    RETRIED,
    SKIPPED,
    COMPENSATION_ASKED;

    static EffectInput ofCall(OutcomeResult result, boolean isLate) {
        return switch (result) {
            case SUCCEEDED, FOUND -> isLate ? LATE_SUCCEEDED : CALL_SUCCEEDED;
            case ACCEPTED -> isLate ? LATE_ACCEPTED : CALL_ACCEPTED;
            case TERMINAL -> isLate ? LATE_REFUSED : CALL_REFUSED;
            case TRANSIENT -> isLate ? LATE_REFUSED_FOR_NOW : CALL_REFUSED_FOR_NOW;
            case UNKNOWN, NOT_FOUND -> isLate ? LATE_UNKNOWN : CALL_UNKNOWN;
            case NOT_FIRED -> isLate ? LATE_NOT_FIRED : CALL_NOT_FIRED;
        };
    }

    static EffectInput ofLookup(OutcomeResult result, boolean isLate) {
        if (isLate) {
            return LATE_LOOKUP;
        }
        return switch (result) {
            case FOUND, SUCCEEDED -> LOOKUP_FOUND;
            case NOT_FOUND -> LOOKUP_NOT_FOUND;
            case ACCEPTED -> LOOKUP_PENDING;
            case TERMINAL, TRANSIENT, UNKNOWN -> LOOKUP_UNKNOWN;
            case NOT_FIRED -> LOOKUP_NOT_FIRED;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
