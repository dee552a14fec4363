package io.sluice.saga;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks one field after the other and keeps the first complaint. */
final class FieldChecks {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int SHOWN = 80;

    private @Nullable String complaint;

    static Problem invalidTenant(String tenantId) {
        String shown = tenantId.length() <= SHOWN ? tenantId : tenantId.substring(0, SHOWN) + "…";
        return new Problem(
                Reason.INVALID_TENANT,
                "tenant_id '" + shown + "' is no tenant's name: 1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a "
                        + "letter or digit, and not '" + Tenants.SYSTEM + "'");
    }

    FieldChecks requiredId(String name, String value) {
        return require(!value.isBlank(), name + " is empty").id(name, value);
    }

    FieldChecks id(String name, @Nullable String value) {
        return bounded(name, value, Bounds.ID_CHARS)
                .require(
                        value == null || value.chars().noneMatch(Character::isISOControl),
                        name + " holds a control character");
    }

    /** Whether it can be an identifier. */
    static boolean isId(String value) {
        return new FieldChecks().requiredId("it", value).firstProblem("").isEmpty();
    }

    FieldChecks text(String name, @Nullable String value) {
        return bounded(name, value, Bounds.TEXT_CHARS);
    }

    FieldChecks time(String name, @Nullable Instant value) {
        return require(
                value == null || !(value.isBefore(EARLIEST) || value.isAfter(LATEST)),
                name + " " + value + " is no time between the years 2000 and 9999");
    }

    FieldChecks require(boolean condition, String otherwise) {
        if (complaint == null && !condition) {
            complaint = otherwise;
        }
        return this;
    }

    Optional<Problem> firstProblem(String reason) {
        return complaint == null ? Optional.empty() : Optional.of(new Problem(reason, complaint));
    }

    private FieldChecks bounded(String name, @Nullable String value, int maxChars) {
        return require(
                value == null || value.length() <= maxChars, name + " is longer than " + maxChars + " characters");
    }
}
