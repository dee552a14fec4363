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
 * @param leftAt the version that the effect has left its target at; null where it has not, or nobody said
 */
public record TargetCheck(
        String expected,
        @Nullable String known,
        @Nullable Instant checkedAt,
        boolean asks,
        @Nullable String leftAt) {

    /** Nothing is known yet but what the effect is for. */
    static TargetCheck of(String expected) {
        return new TargetCheck(expected, null, null, false, null);
    }

    boolean isFoundSince(Instant time) {
        return checkedAt != null && checkedAt.isAfter(time);
    }

    TargetCheck usedUp() {
        return told(known, null);
    }

    TargetCheck told(@Nullable String nowKnown, @Nullable Instant at) {
        return new TargetCheck(expected, nowKnown, at, asks, leftAt);
    }

    TargetCheck reloaded(String version, Instant at, boolean orAsks) {
        return new TargetCheck(version, version, at, asks || orAsks, leftAt);
    }

    TargetCheck follows(String version) {
        return new TargetCheck(version, null, null, asks, leftAt);
    }

    TargetCheck left(String version) {
        return new TargetCheck(expected, known, checkedAt, asks, version);
    }
}
