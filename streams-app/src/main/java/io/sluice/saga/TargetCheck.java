package io.sluice.saga;

import io.sluice.claim.TargetVersion;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the version of an effect's target.
 *
 * @param expected the version that the effect is for
 * @param known the version that the target had when it was last asked; null where nobody has said
 * @param checkedAt when it was found to be the expected one; null where it was not, or that does not count any more
 * @param asks whether a person has to agree, since the target has changed
 * @param left the versions that the saga's own steps have taken the target away from
 */
public record TargetCheck(
        String expected, @Nullable String known, @Nullable Instant checkedAt, boolean asks, List<String> left) {

    public TargetCheck {
        left = List.copyOf(left);
    }

    /** Nothing is known yet but what the effect is for. */
    static TargetCheck of(String expected) {
        return new TargetCheck(expected, null, null, false, List.of());
    }

    /** Whether {@code version} is what the target had before the saga itself changed it, and so surely is no news. */
    public boolean isLeft(String version) {
        return left.stream().anyMatch(each -> TargetVersion.isSame(each, version))
                && !TargetVersion.isSame(expected, version);
    }

    boolean isFoundSince(Instant time) {
        return checkedAt != null && checkedAt.isAfter(time);
    }

    TargetCheck usedUp() {
        return new TargetCheck(expected, known, null, asks, left);
    }

    TargetCheck told(String nowExpected, @Nullable String nowKnown, @Nullable Instant at) {
        return new TargetCheck(nowExpected, nowKnown, at, asks, left);
    }

    TargetCheck reloaded(String version, Instant at, boolean orAsks) {
        return new TargetCheck(version, version, at, asks || orAsks, left);
    }

    TargetCheck follows(String from, String version) {
        List<String> all =
                Stream.concat(left.stream(), Stream.of(from)).distinct().toList();
        return new TargetCheck(version, null, null, asks, all);
    }
}
