package io.sluice.cli;

import java.nio.file.Path;

/** Where the application logs to. Must be said before the first logger is made. */
final class Logging {
    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String NAME = "sluice.log";
    /** How the configuration refers to the file. */
    private static final String VARIABLE = "sluice.log";

    private Logging() {}

    /** Everything goes to a file of {@code directory}, what Sluice itself says to the console too. Returns the file. */
    static Path toFileIn(Path directory) {
        Path file = directory.resolve(NAME);
        System.setProperty(VARIABLE, file.toString());
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "sluice-app-logback.xml");
        }
        return file;
    }
}
