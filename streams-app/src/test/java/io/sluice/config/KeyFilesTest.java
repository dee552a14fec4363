package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.approval.ReviewerDecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldMakeAPairWhoseSecretHalfIsItsOwnersAlone() throws Exception {
        KeyFiles.Pair pair = KeyFiles.generate(directory.resolve("keys"), "approvals-1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pair.privateKey())))
                .isEqualTo("rw-------");
        assertThat(pair.privateKey()).content().startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(pair.publicKey()).content().startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(KeyFiles.privateKey(pair.privateKey()).getAlgorithm()).isEqualTo("EdDSA");
        assertThat(KeyFiles.publicKey(pair.publicKey()).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void shouldNotOverwriteAKey() {
        KeyFiles.generate(directory, "k1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.generate(directory, "k1"))
                .withMessageContaining("There is a key k1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.generate(directory, "../k1"))
                .withMessageContaining("no id of a key");
    }

    @Test
    void shouldRefuseASecretThatOthersCanRead() throws Exception {
        KeyFiles.Pair pair = KeyFiles.generate(directory, "k1");
        Files.setPosixFilePermissions(pair.privateKey(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.privateKey(pair.privateKey()))
                .withMessageContaining("chmod 600");
    }

    @Test
    void shouldReadTheKeysOfApprovals() throws Exception {
        ApprovalKeys keys = read(settings(KeyFiles.generate(directory, "k1"))).approvalKeys();
        ReviewerDecision decision = new ReviewerDecision(
                "a",
                "city",
                "city/1",
                ReviewerDecision.Verdict.REJECT,
                "h",
                "rita",
                null,
                "no",
                null,
                null,
                Instant.EPOCH);

        assertThat(keys.verify().distrust(Objects.requireNonNull(keys.signer()).sign(decision)))
                .isEmpty();
        assertThat(keys).asString().doesNotContain("PRIVATE");
    }

    @Test
    void shouldBelieveNobodyWhereNoKeyIsSet() throws Exception {
        ApprovalKeys keys = read(Map.of()).approvalKeys();

        assertThat(keys.verify().ids()).isEmpty();
        assertThat(keys.signer()).isNull();
    }

    @Test
    void shouldRefuseToStartWithAKeyThatNobodyWouldBelieve() {
        Map<String, String> settings = new HashMap<>(settings(KeyFiles.generate(directory, "k1")));
        settings.put(
                "SLUICE_APPROVAL_KEY_K1",
                KeyFiles.generate(directory, "k2").publicKey().toString());

        assertProblem(settings, "is not the key that approval.key.k1 verifies");
    }

    @Test
    void shouldRefuseAFileThatHoldsNoKey() throws Exception {
        Path file = Files.writeString(directory.resolve("no.pem"), "MCowBQYDK2Vw");

        assertProblem(Map.of("SLUICE_APPROVAL_KEY_K1", file.toString()), "holds no Ed25519 public key in PEM");
        assertProblem(Map.of("SLUICE_APPROVAL_KEY_K1", directory + "/missing"), "there is no such file");
    }

    private static Map<String, String> settings(KeyFiles.Pair pair) {
        return Map.of(
                "SLUICE_APPROVAL_SIGNING_KEY",
                pair.privateKey().toString(),
                "SLUICE_APPROVAL_SIGNING_KEY_ID",
                "k1",
                "SLUICE_APPROVAL_KEY_K1",
                pair.publicKey().toString());
    }

    private static void assertProblem(Map<String, String> environment, String problem) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> read(environment)))
                .hasMessageContaining(problem);
    }

    private static AppConfig read(Map<String, String> environment) throws ConfigException {
        return AppConfig.of(Settings.collect(Map.of(), Map.of(), environment, null));
    }
}
