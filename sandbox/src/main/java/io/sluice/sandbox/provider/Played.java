package io.sluice.sandbox.provider;

import java.util.Map;

/** What plays a provider: a {@link Profile}, which takes whatever it is sent, or an {@link ExampleProvider}. */
public sealed interface Played permits Profile, ExampleProvider {
    /** How its paths begin, behind the simulator's address; its name in JSON too. */
    String pathName();

    /** The secrets that its catalogs name, with values that it takes. */
    default Map<String, String> secrets() {
        return Map.of();
    }
}
