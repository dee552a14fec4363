package io.sluice.cli;

import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The signed token of who proposes. Never an argument itself, since every process of a host can read command lines. */
final class IdentityOption {
    private static final String VARIABLE = "SLUICE_IDENTITY";

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "File with the agent's signed token (default: the token in " + VARIABLE + ", if any).")
    private @Nullable Path file;

    /** The token; null where there is none. */
    @Nullable
    String token() {
        if (file == null) {
            String token = System.getenv(VARIABLE);
            return token == null || token.isBlank() ? null : token.strip();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(file + " cannot be read (" + FileProblems.inWords(e) + "): correct the path.", e);
        }
    }
}
