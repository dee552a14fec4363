package io.sluice.sandbox.world;

import io.sluice.config.KeyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The key with which the sandbox's Sluice signs decisions of reviewers; made once and kept with the sandbox's data. */
public final class SandboxKeys {
    private static final String ID = "sandbox";

    private SandboxKeys() {}

    /** The settings, by environment variable, of an application that signs with the key in {@code directory}. */
    public static Map<String, String> settings(Path directory) {
        Path privateKey = directory.resolve(ID + ".pem");
        if (!Files.exists(privateKey)) {
            KeyFiles.generate(directory, ID);
        }
        return Map.of(
                "SLUICE_APPROVAL_SIGNING_KEY",
                privateKey.toString(),
                "SLUICE_APPROVAL_SIGNING_KEY_ID",
                ID,
                "SLUICE_APPROVAL_KEY_SANDBOX",
                directory.resolve(ID + ".pub.pem").toString());
    }
}
