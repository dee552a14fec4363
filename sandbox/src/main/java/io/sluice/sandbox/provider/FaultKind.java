package io.sluice.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way in which a provider misbehaves once. */
public enum FaultKind {
    /** Waits, then does the work and answers. */
    DELAY_BEFORE,
    /** Does the work, waits, then answers. */
    DELAY_AFTER,
    /** Does nothing and answers 503, or the status that is given, with a Retry-After if one is given. */
    UNAVAILABLE,
    /** Does nothing and answers 422, or the status that is given, with a reason. */
    REFUSE,
    /** Does nothing and closes the connection without an answer. */
    DROP_BEFORE,
    /** Does the work and closes the connection without an answer. */
    DROP_AFTER,
    /** Does the work and answers 500, or the status that is given. */
    FAIL_AFTER;

    static Optional<FaultKind> named(String jsonName) {
        return Arrays.stream(values())
                .filter(kind -> kind.jsonName().equals(jsonName))
                .findFirst();
    }

    /** Its name in JSON, headers and paths, for example {@code drop_after}. */
    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
