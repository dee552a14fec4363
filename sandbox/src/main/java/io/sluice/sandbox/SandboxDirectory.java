package io.sluice.sandbox;

import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder with all data of one sandbox, for it alone while it runs. */
final class SandboxDirectory implements AutoCloseable {
    /** What the parts need for their first files, in mebibytes. */
    private static final long LEAST_SPACE = 256;

    private final Path path;
    private final FileChannel lock;
    private final boolean temporary;
    private boolean kept;

    private SandboxDirectory(Path path, FileChannel lock, boolean temporary) {
        this.path = path;
        this.lock = lock;
        this.temporary = temporary;
    }

    /**
     * Opens the given folder, or a new temporary one.
     *
     * @throws SandboxException if it cannot be written, is nearly full, or belongs to another sandbox that runs
     */
    static SandboxDirectory open(@Nullable Path given) {
        try {
            Path path = given == null
                    ? Files.createTempDirectory("sluice-sandbox-")
                    : Files.createDirectories(given.toAbsolutePath().normalize());
            FileChannel lock = lock(path);
            long space = Files.getFileStore(path).getUsableSpace() >> 20;
            if (space < LEAST_SPACE) {
                lock.close();
                if (given == null) {
                    Folders.delete(path);
                }
                throw new SandboxException("The disk of the data directory " + path + " is full: " + space
                        + " MiB are free and " + LEAST_SPACE + " are needed; make room or choose another directory.");
            }
            return new SandboxDirectory(path, lock, given == null);
        } catch (IOException e) {
            throw new SandboxException(
                    "The data directory " + (given == null ? System.getProperty("java.io.tmpdir") : given)
                            + " cannot be written (" + FileProblems.inWords(e) + "); choose another one.",
                    e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path.resolve("sandbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = file.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            locked = false;
        }
        if (!locked) {
            file.close();
            throw new SandboxException("The data directory " + path
                    + " is used by another sandbox; stop that one or choose another directory.");
        }
        return file;
    }

    Path path() {
        return path;
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** Keeps the logs of a temporary folder too, so that they can be read after a failure. */
    void keepLogs() {
        kept = Files.exists(logs());
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (!temporary) {
            return;
        }
        if (kept) {
            Folders.deleteAllBut(logs(), path);
        } else {
            Folders.delete(path);
        }
    }

    private Path logs() {
        return path.resolve("logs");
    }
}
