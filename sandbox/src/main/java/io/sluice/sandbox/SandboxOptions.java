package io.sluice.sandbox;

import io.sluice.sandbox.provider.ProviderSettings;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox is started.
 *
 * @param directory for all data, kept when the sandbox ends; a temporary one, deleted then, if null
 * @param progress is told a line about each part, from several threads
 */
public record SandboxOptions(
        @Nullable Path directory, SandboxPorts ports, ProviderSettings providers, Consumer<String> progress) {

    /** A temporary directory, free ports, and no word about progress. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(null, SandboxPorts.free(), ProviderSettings.defaults(), line -> {});
    }

    public SandboxOptions in(Path dataDirectory) {
        return new SandboxOptions(dataDirectory, ports, providers, progress);
    }

    public SandboxOptions on(SandboxPorts wanted) {
        return new SandboxOptions(directory, wanted, providers, progress);
    }

    public SandboxOptions with(ProviderSettings settings) {
        return new SandboxOptions(directory, ports, settings, progress);
    }

    public SandboxOptions reportingTo(Consumer<String> listener) {
        return new SandboxOptions(directory, ports, providers, listener);
    }
}
