package io.sluice.saga;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the version of an effect's target.
 *
 * @param expected the version that the effect is for
 * @param known the version that the target had when it was last asked; null where nobody has said
 * @param checkedAt when it was found to be the expected one; null where it was not, or that does not count any more
 * @param asks whether a person has to agree, since the target has changed
 */
public record TargetCheck(
        String expected, @Nullable String known, @Nullable Instant checkedAt, boolean asks) {

    boolean isFoundSince(Instant time) {
        return checkedAt != null && checkedAt.isAfter(time);
    }

    TargetCheck usedUp() {
        return new TargetCheck(expected, known, null, asks);
    }
}
