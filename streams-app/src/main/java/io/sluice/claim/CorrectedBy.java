package io.sluice.claim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an operator last put right which version a target has, so that what comes once more does not take it back.
 *
 * @param operationId what was asked for
 * @param at when it was asked for
 * @param wrong the version that was wrong; null where nobody had said one
 * @param wrongAt when the target came to have that one, by the owner's clock; null where nobody had said one
 */
public record CorrectedBy(
        String operationId,
        Instant at,
        @Nullable String wrong,
        @Nullable Instant wrongAt) {

    /** Whether the owner said it no later than what was wrong, as far as its own clock tells. */
    boolean isRepeated(TargetVersion said) {
        if (wrong == null || wrongAt == null) {
            return false;
        }
        boolean isTheSame = TargetVersion.isSame(wrong, said.version()) && wrongAt.equals(said.asSaid());
        return isTheSame || (!wrongAt.isAfter(at) && !said.asSaid().isAfter(wrongAt));
    }

    /** Whether an operator's word is this one, or from before it. */
    boolean isAsOldAs(String operation, Instant time) {
        return operation.equals(operationId) || time.isBefore(at);
    }
}
