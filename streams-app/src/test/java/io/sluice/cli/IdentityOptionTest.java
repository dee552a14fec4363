package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say goes along with their token, and then needs no name. */
class IdentityOptionTest {
    private static final String APPROVAL = "/v1/approvals/city/a";

    @TempDir
    private Path directory = Path.of("");

    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice()
                .answers(APPROVAL, () -> "{\"saga_id\":\"city/k1\",\"request_hash\":\"h\"}")
                .answers(APPROVAL + "/decision", () -> "{}")
                .answers("/v1/grants", () -> "{}")
                .answers("/v1/versions", () -> "{}")
                .answers("/v1/sagas/city/k1/operations", () -> "{}")
                .answers("/v1/sagas/city/k1/history", this::history);
    }

    /** What comes of a decision or of an operation. */
    private String history() {
        if (sluice.sent().isEmpty()) {
            return "{\"items\":[]}";
        }
        String operation = sluice.sent().getFirst().path("operation_id").asText();
        return "{\"items\":[{\"type\":\"ApprovalGranted\",\"event\":{\"approval_id\":\"city/a\"}},"
                + "{\"type\":\"OperationApplied\",\"event\":{\"operation_id\":\"" + operation + "\"}}]}";
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private Outcome run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of(more));
        return sluice.run(words.toArray(String[]::new));
    }

    private Path token(String text) throws IOException {
        return Files.writeString(directory.resolve("token"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approvals approve city/a",
                "approvals give a-1 --tenant city --tool t --valid-for 1h",
                "approvals take-back a-1 --tenant city --reason wrong",
                "repair cancel city/k1 --why over",
                "versions set case 4711 8 --tenant city --why wrong",
            })
    void shouldSendTheTokenAndLeaveTheNameToIt(String command) throws IOException {
        Outcome outcome = run(command, "--identity", token("a.b-c.d_e\n").toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sluice.proofs()).containsExactly("Bearer a.b-c.d_e");
        assertThat(sluice.sent().getFirst().has("reviewer_id")).isFalse();
        assertThat(sluice.sent().getFirst().has("who")).isFalse();

        Outcome nobody = run(command);

        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("Say who does it: --identity FILE");
        assertThat(sluice.sent()).hasSize(1);
    }

    @Test
    void shouldSendTheTokenOfWhoAsksForAVersion() throws IOException {
        String show = "versions show case 4711 --tenant city";

        assertThat(run(show, "--identity", token("a.b-c.d_e\n").toString()).code())
                .isZero();
        assertThat(sluice.proofs()).containsExactly("Bearer a.b-c.d_e");
        assertThat(run(show).code()).isZero();
    }

    @Test
    void shouldSayThatAFileHoldsNoToken() throws IOException {
        assertThat(run(
                                "repair cancel city/k1 --why over",
                                "--identity",
                                token("two words").toString())
                        .err())
                .contains("holds no signed token");
        assertThat(run(
                                "repair cancel city/k1 --why over",
                                "--identity",
                                directory.resolve("none").toString())
                        .err())
                .contains("cannot be read");
        assertThat(sluice.sent()).isEmpty();
    }
}
