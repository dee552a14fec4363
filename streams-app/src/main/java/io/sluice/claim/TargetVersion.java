package io.sluice.claim;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which version a target has, as its owner last said.
 *
 * @param subject type and id of the target, in words
 * @param changedAt when it came to have the version, by the owner's clock where that does not run ahead
 * @param saidAt the same as its owner said it; null where that was not in the future
 * @param correctedBy how an operator last put it right; null where none has
 */
public record TargetVersion(
        String key,
        String tenantId,
        String subject,
        String version,
        Instant changedAt,
        @Nullable Instant saidAt,
        @Nullable CorrectedBy correctedBy) {

    /** As its owner says it. */
    public TargetVersion(String key, String tenantId, String subject, String version, Instant changedAt) {
        this(key, tenantId, subject, version, changedAt, null, null);
    }

    /** A target in words. */
    public static String subject(@Nullable String type, String id) {
        return type == null ? "target " + id : type + " " + id;
    }

    /** Whether two names stand for one version: whole numbers by their value, anything else by its text. */
    public static boolean isSame(String one, String other) {
        return one.equals(other)
                || (isNumber(one) && isNumber(other) && number(one).equals(number(other)));
    }

    /** Whether it can be told which of the two came first: of whole numbers alone. */
    public static boolean haveOrder(String one, String other) {
        return isNumber(one) && isNumber(other);
    }

    /** Whether {@code one} surely came before {@code other}: known of whole numbers alone. */
    public static boolean isBefore(String one, String other) {
        return isNumber(one) && isNumber(other) && number(one).compareTo(number(other)) < 0;
    }

    /**
     * Whether what was said later is not what is true now. Whole numbers only grow; of other versions the time at which the
     * target came to have them tells.
     */
    boolean isBefore(TargetVersion other) {
        boolean areNumbers = isNumber(version) && isNumber(other.version);
        return areNumbers ? isBefore(version, other.version) : changedAt.isBefore(other.changedAt);
    }

    /** Whether it says nothing new. A target may come to have a version again that is no number, so its time counts too. */
    boolean isKnownBy(TargetVersion known) {
        return isSame(known.version, version) && (isNumber(version) || !changedAt.isAfter(known.changedAt));
    }

    /** The same by a clock that does not run ahead, so that what is said later is still heard. */
    TargetVersion notAfter(Instant now) {
        return changedAt.isAfter(now)
                ? new TargetVersion(key, tenantId, subject, version, now, changedAt, correctedBy)
                : this;
    }

    /** When it came to have the version, in the owner's own words. */
    Instant asSaid() {
        return saidAt == null ? changedAt : saidAt;
    }

    TargetVersion with(@Nullable CorrectedBy by) {
        return new TargetVersion(key, tenantId, subject, version, changedAt, saidAt, by);
    }

    private static boolean isNumber(String version) {
        return !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static BigInteger number(String version) {
        return new BigInteger(version);
    }
}
