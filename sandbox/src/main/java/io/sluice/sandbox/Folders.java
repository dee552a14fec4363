package io.sluice.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the sandbox does with whole folders. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder and all in it; does nothing if it is not there. Links are deleted, not followed. */
    public static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Deletes what is in a folder, but for one of its entries. */
    static void deleteAllBut(Path kept, Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(entry -> !entry.equals(kept)).toList()) {
                delete(entry);
            }
        }
    }
}
