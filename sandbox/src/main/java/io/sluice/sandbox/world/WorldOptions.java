package io.sluice.sandbox.world;

import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.provider.ExampleProvider;
import io.sluice.sandbox.provider.Played;
import io.sluice.sandbox.provider.Profile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a world is started.
 *
 * @param sandbox the parts below Sluice
 * @param catalogs catalog files that are in force from the start
 * @param providers names of the providers that the catalogs call, and by what the simulator plays each
 * @param httpPort where Sluice listens; 0 for a free port
 * @param settings further settings of the application, by environment variable
 * @param javaOptions of the application's virtual machine
 */
public record WorldOptions(
        SandboxOptions sandbox,
        List<Path> catalogs,
        Map<String, Played> providers,
        int httpPort,
        Map<String, String> settings,
        List<String> javaOptions) {

    /** Free ports, the given catalogs, and the providers of the enforcement notice. */
    public static WorldOptions of(SandboxOptions sandbox, Path... catalogs) {
        return new WorldOptions(
                sandbox,
                List.of(catalogs),
                Map.of("drafts", ExampleProvider.DRAFTS, "dispatch", Profile.LOOKUP, "notices", Profile.LOOKUP),
                0,
                Map.of(),
                List.of("-XX:TieredStopAtLevel=1"));
    }

    public WorldOptions onPort(int port) {
        return new WorldOptions(sandbox, catalogs, providers, port, settings, javaOptions);
    }

    public WorldOptions calling(Map<String, ? extends Played> others) {
        return new WorldOptions(sandbox, catalogs, Map.copyOf(others), httpPort, settings, javaOptions);
    }

    public WorldOptions set(String variable, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(variable, value);
        return new WorldOptions(sandbox, catalogs, providers, httpPort, Map.copyOf(more), javaOptions);
    }

    public WorldOptions java(String... options) {
        return new WorldOptions(sandbox, catalogs, providers, httpPort, settings, List.of(options));
    }
}
