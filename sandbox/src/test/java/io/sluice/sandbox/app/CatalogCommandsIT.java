package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice catalog} says of the catalog that a running Sluice has. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogCommandsIT {

    private static final Path LETTERS = Path.of("src/test/resources/app/letters.yaml");

    @TempDir
    Path directory;

    private RunningSluice sluice;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
        apply(LETTERS, "petra");
    }

    @Test
    void shouldShowWhatIsInForce() {
        assertThat(sluice("catalog", "show").out())
                .contains("KIND", "NAME", "VERSION")
                .containsPattern("tool +letter\\.send +[0-9a-f]{16}")
                .containsPattern("policy +letters +[0-9a-f]{16}")
                .containsPattern("tool +seat\\.hold +[0-9a-f]{16}");
        assertThat(sluice("catalog", "show", "letter.send").out())
                .containsPattern("# version [0-9a-f]{16}, in force")
                .contains("effect_type: \"external_notification\"", "reversibility: \"pivot\"");
        assertThat(sluice("catalog", "show", "letter.send", "--json")
                        .json()
                        .at("/document/provider")
                        .asText())
                .isEqualTo("keyed");
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "kind: tool\nname: x\nprovidr: p\n");

        assertThat(failed("catalog", "show", "letter.sent")).contains("The catalog has no letter.sent");
        assertThat(failed("catalog", "show", "letter.send", "--kind", "saga")).contains("letter.send");
        assertThat(failed("catalog", "show", "letter.send", "--version", "0000000000000000"))
                .contains("0000000000000000");
        assertThat(failed("catalog", "diff", directory.resolve("none.yaml").toString()))
                .contains("none.yaml");
        assertThat(failed("catalog", "diff", broken.toString())).contains("broken.yaml", "providr");
        assertThat(failed("catalog", "apply", broken.toString(), "--as", "petra"))
                .contains("providr");
    }

    @Test
    void shouldTellWhatAFileWouldChangeAndKeepWhatWasInForceBefore() throws IOException {
        String before = version();
        Path file = Files.writeString(
                directory.resolve("slower.yaml"),
                Files.readString(LETTERS).split("---", 2)[0].replace("timeout: 2s", "timeout: 3s")
                        + "---\nkind: role\nname: auditor\nmembers: [ada]\ntenants: [acme]\n");

        String diff = sluice("catalog", "diff", file.toString()).out();
        assertThat(diff)
                .containsPattern("changed +tool +letter\\.send +" + before + " -> [0-9a-f]{16}")
                .containsPattern("new +role +auditor")
                .containsPattern("kept +tool +fee\\.charge")
                .contains("timeout  - \"2s\"  + \"3s\"");
        assertThat(version()).as("nothing was applied").isEqualTo(before);

        apply(file, "anna");

        assertThat(sluice("catalog", "diff", file.toString()).out())
                .containsPattern("same +tool +letter\\.send")
                .containsPattern("same +role +auditor")
                .doesNotContain("changed");
        assertThat(version()).isNotEqualTo(before);
        assertThat(sluice("catalog", "show", "letter.send", "--version", before).out())
                .contains("# version " + before + ", no longer in force", "timeout: \"2s\"");
        assertThat(sluice("catalog", "history").out().lines().skip(1))
                .anySatisfy(latest -> assertThat(latest).contains("anna", "letter.send@" + version(), "auditor@"))
                .anySatisfy(earlier -> assertThat(earlier).contains("petra", "letter.send@" + before))
                .last()
                .satisfies(first -> assertThat(first).contains("seat.hold@"));
    }

    /** What the file does not name stays as it is, so its tools need not be in it. */
    @Test
    void shouldApplyASagaAloneWhoseToolsAreInForce() throws IOException {
        Path file = Files.writeString(
                directory.resolve("alone.yaml"), "kind: saga\nname: alone\nsteps: [{name: ask, tool: desk.ask}]\n");

        apply(file, "sven");

        assertThat(sluice("catalog", "show", "alone").out()).contains("tool: \"desk.ask\"");
    }

    @Test
    void shouldFindWhichPoliciesHaveDecided() {
        JsonNode asked = sluice(
                        ("propose --json --tenant acme --tool letter.send --target-type case --target audited-letter"
                                        + " --recipient r-12 --wait 30s")
                                .split(" "))
                .json();
        String version = sluice(
                        "approvals",
                        "show",
                        asked.path("pending_approvals").path(0).asText(),
                        "--json")
                .json()
                .path("policy_version")
                .asText();

        assertThat(version).isNotEmpty();
        assertThat(sluice("catalog", "history").out().lines())
                .anySatisfy(applied -> assertThat(applied).contains("petra", version, "letters@"));
    }

    /** Of the tool that the tests change. */
    private String version() {
        return sluice("catalog", "show", "letter.send", "--json")
                .json()
                .path("version")
                .asText();
    }

    private void apply(Path file, String who) {
        Said applied = sluice("catalog", "apply", file.toString(), "--as", who);
        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("In force in every partition: ");
    }

    private String failed(String... words) {
        Said said = sluice(words);
        assertThat(said.code()).as(said.out()).isEqualTo(1);
        return said.err();
    }

    private Said sluice(String... words) {
        return sluice.sluice(words);
    }
}
