package io.sluice.cli;

import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The signed token of who calls. Never an argument itself, since every process of a host can read command lines. */
final class IdentityOption {
    private static final String VARIABLE = "SLUICE_IDENTITY";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]+");

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "File with the signed token of who does it (default: the token in " + VARIABLE + ", if any).")
    private @Nullable Path file;

    /** The token; null where there is none. */
    @Nullable
    String token() {
        if (file == null) {
            String token = System.getenv(VARIABLE);
            return token == null || token.isBlank() ? null : checked(token.strip(), VARIABLE);
        }
        try {
            return checked(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new Failure(file + " cannot be read (" + FileProblems.inWords(e) + "): correct the path.", e);
        }
    }

    /** Refuses a person who neither gives a name, by {@code option}, nor a token that says it. */
    void requireSomebody(@Nullable String name, String option) {
        if (name != null && name.isBlank()) {
            throw Failure.wrongUsage(option + " must not be blank: say who does it.");
        }
        if (name == null && token() == null) {
            throw Failure.wrongUsage("Say who does it: --identity FILE with their token, or " + option
                    + " NAME where Sluice believes callers by their names (http.trust-callers).");
        }
    }

    private static String checked(String token, String source) {
        if (!TOKEN.matcher(token).matches()) {
            throw new Failure(
                    source + " holds no signed token: one is a single line, as sluice keys issue-token prints it.");
        }
        return token;
    }
}
