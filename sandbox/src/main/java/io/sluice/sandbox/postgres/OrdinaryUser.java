package io.sluice.sandbox.postgres;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL refuses to run as root. In a user namespace root is nobody in particular, yet still owns its files. */
final class OrdinaryUser {
    private static final List<String> OWN_NAMESPACE = List.of("unshare", "--user");

    private OrdinaryUser() {}

    /** What to put in front of a command so that it does not run as root; empty for who is not root anyway. */
    static List<String> prefix() {
        if (!"0".equals(output(List.of("id", "-u")))) {
            return List.of();
        }
        String whoInside = output(List.of("unshare", "--user", "id", "-u"));
        if (whoInside.isEmpty() || "0".equals(whoInside)) {
            throw new SandboxException(
                    "PostgreSQL does not run as root and this machine does not let root leave that role"
                            + " (unshare --user fails); run the sandbox as an ordinary user.");
        }
        return OWN_NAMESPACE;
    }

    /** What a command prints; nothing if it fails. */
    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? printed.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
