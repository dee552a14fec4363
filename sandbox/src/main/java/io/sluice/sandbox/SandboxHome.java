package io.sluice.sandbox;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build has put the programs that the sandbox runs and that are no Java libraries. */
final class SandboxHome {
    /** Names another folder, for a sandbox that does not run from where it was built. */
    static final String PROPERTY = "sluice.sandbox.home";

    private SandboxHome() {}

    /** The folder {@code target} of this module: beside its classes or its jar. */
    static Path find() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        try {
            return Path.of(SandboxHome.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling(".")
                    .normalize();
        } catch (URISyntaxException e) {
            throw new SandboxException(
                    "The sandbox's programs were not found; name their folder with -D" + PROPERTY + ".", e);
        }
    }
}
