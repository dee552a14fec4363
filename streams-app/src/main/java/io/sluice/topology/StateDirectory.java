package io.sluice.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the directory of the state stores before a start: Kafka Streams would fail later and say less. */
public final class StateDirectory {

    private static final long MIN_FREE_BYTES = 64L * 1024 * 1024;

    private StateDirectory() {}

    /**
     * Makes the directory where it is missing.
     *
     * @throws StartupException when the directory cannot be written to or its disk is full
     */
    public static void check(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "writable", null));
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < MIN_FREE_BYTES) {
                throw new StartupException(
                        "The disk of the state directory %s has only %d MiB left: free some space or choose another directory."
                                .formatted(directory, free / (1024 * 1024)));
            }
        } catch (IOException e) {
            throw new StartupException(
                    "The state directory %s cannot be written to (%s): make it writable or choose another one with state.dir."
                            .formatted(directory, FileProblems.inWords(e)),
                    e);
        }
    }
}
