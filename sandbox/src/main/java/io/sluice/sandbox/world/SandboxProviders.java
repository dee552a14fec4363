package io.sluice.sandbox.world;

import io.sluice.sandbox.provider.Played;
import io.sluice.sandbox.provider.ProviderSimulator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where an application finds the providers that the sandbox plays, and the secrets that they take. */
public final class SandboxProviders {
    private SandboxProviders() {}

    /**
     * The settings of the application, by environment variable.
     *
     * @param providers by what each is played, by the name that catalogs call it by
     */
    public static Map<String, String> settings(Map<String, ? extends Played> providers, ProviderSimulator simulator) {
        Map<String, String> settings = new HashMap<>();
        providers.forEach((name, played) -> {
            String prefix = "SLUICE_PROVIDER_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
            settings.put(prefix + "_URL", simulator.address(played).toString());
            played.secrets().forEach((secret, value) -> settings.put(prefix + "_SECRET_" + secret, value));
        });
        return settings;
    }
}
