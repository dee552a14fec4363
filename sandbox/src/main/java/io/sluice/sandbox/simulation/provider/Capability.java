package io.sluice.sandbox.simulation.provider;

import java.util.Locale;

/** What a provider can do for who has lost an answer. Its name in lower case is the name of its provider. */
public enum Capability {
    /** Does each key once, whoever asks how often; shows nothing. */
    KEYED,
    /** Does each key once, and shows what it has done. */
    SHOWN_AND_KEYED,
    /** Does what it is asked as often as it is asked, and shows what it has done. */
    SHOWN,
    /** As {@link #SHOWN}, but shows it only after a while. */
    SHOWN_LATE,
    /** Takes work on, does it later, and shows how far it is. */
    ASYNCHRONOUS,
    /** Does what it is asked as often as it is asked, and shows nothing. */
    NEITHER;

    /** The provider of this kind in the simulated world. */
    public String provider() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean honoursKey() {
        return this == KEYED || this == SHOWN_AND_KEYED;
    }

    public boolean hasLookup() {
        return this != KEYED && this != NEITHER;
    }

    /** The capability of a provider of the simulated world. */
    public static Capability of(String provider) {
        for (Capability capability : values()) {
            if (capability.provider().equals(provider)) {
                return capability;
            }
        }
        throw new IllegalArgumentException("no simulated provider is called " + provider);
    }
}
