package io.sluice.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of provider answers below the path of this name. */
public enum Profile implements Played {
    /** The same idempotency key is one effect; nothing can be looked up. */
    KEYS(true, true, false),
    /** Each request is an effect, whatever its key; effects can be looked up by key. */
    LOOKUP(false, true, true),
    /** The same idempotency key is one effect, and effects can be looked up by key. */
    KEYS_LOOKUP(true, true, true),
    /** Each request is an effect, and nothing can be looked up. */
    NEITHER(false, true, false),
    /** As {@link #LOOKUP}, but an effect is found only some time after it was done. */
    EVENTUAL(false, false, true),
    /** As {@link #KEYS_LOOKUP}, but a request is only accepted, and its effect is pending for some time. */
    ASYNC(true, true, true);

    private final boolean honoursKeys;
    private final boolean foundAtOnce;
    private final boolean supportsLookup;

    Profile(boolean honoursKeys, boolean foundAtOnce, boolean supportsLookup) {
        this.honoursKeys = honoursKeys;
        this.foundAtOnce = foundAtOnce;
        this.supportsLookup = supportsLookup;
    }

    @Override
    @JsonValue
    public String pathName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean honoursKeys() {
        return honoursKeys;
    }

    boolean supportsLookup() {
        return supportsLookup;
    }

    boolean foundAtOnce() {
        return foundAtOnce;
    }

    boolean onlyAccepts() {
        return this == ASYNC;
    }
}
