package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {
    private static final String TOOL =
            "kind: tool\nname: t\neffect_type: read\nprovider: p\ncall: {method: GET, path: /b}\n";

    @TempDir
    Path directory;

    private FakeSluice sluice;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        sluice = new FakeSluice();
        file = Files.writeString(directory.resolve("catalog.yaml"), TOOL);
    }

    @AfterEach
    void stop() {
        sluice.close();
    }

    @Test
    void shouldShowWhatApplyingWouldChange() throws Exception {
        sluice.answers(
                "/v1/catalog",
                () -> "{\"items\":[{\"kind\":\"tool\",\"name\":\"t\",\"version\":\"1111\"},"
                        + "{\"kind\":\"tool\",\"name\":\"other\",\"version\":\"2222\"}]}");
        sluice.answers(
                "/v1/catalog/tool/t",
                () -> "{\"document\":{\"kind\":\"tool\",\"name\":\"t\",\"effect_type\":\"read\",\"provider\":\"p\","
                        + "\"call\":{\"method\":\"GET\",\"path\":\"/a\"}}}");
        Files.writeString(directory.resolve("more.yaml"), TOOL.replace("name: t", "name: u"));

        Outcome outcome = sluice.run("catalog", "diff", directory.toString());

        assertThat(outcome.out())
                .containsPattern("changed +tool +t +1111 -> ")
                .containsPattern("new +tool +u ")
                .containsPattern("kept +tool +other +2222")
                .contains("call.path  - \"/a\"  + \"/b\"");
    }

    @Test
    void shouldShowOneDocumentAsYaml() throws Exception {
        sluice.answers("/v1/catalog", () -> "{\"items\":[{\"kind\":\"tool\",\"name\":\"t\",\"version\":\"1111\"}]}");
        sluice.answers(
                "/v1/catalog/tool/t",
                () -> "{\"version\":\"1111\",\"in_force\":true,\"document\":{\"kind\":\"tool\",\"name\":\"t\"}}");

        assertThat(sluice.run("catalog", "show", "t").out().lines())
                .containsExactly("# version 1111, in force", "kind: \"tool\"", "name: \"t\"");
        assertThat(sluice.run("catalog", "show", "nope").err()).contains("The catalog has no nope");
    }

    @Test
    void shouldShowWhoAppliedWhatAndWhen() throws Exception {
        sluice.answers(
                "/v1/catalog/history",
                () ->
                        "{\"items\":[{\"version\":\"v1\",\"applied_by\":\"petra\",\"applied_at\":\"2026-01-05T09:00:00Z\",\"policy_version\":\"51ee\","
                                + "\"items\":[{\"kind\":\"tool\",\"name\":\"t\",\"version\":\"1111\"}]},"
                                + "{\"version\":\"v2\",\"applied_by\":\"omar\",\"applied_at\":\"2026-01-06T09:00:00Z\",\"items\":[]}]}");

        assertThat(sluice.run("catalog", "history").out().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).contains("omar"))
                .satisfies(lines -> assertThat(lines.get(2)).contains("petra", "51ee", "t@1111"));
    }

    @Test
    void shouldNotTakeAVersionOfNothing() {
        Outcome outcome = sluice.run("catalog", "show", "--version", "51ee");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("say its name too");
    }

    @Test
    void shouldNameTheFileOfAProblemBeforeAnythingIsSent() throws Exception {
        Files.writeString(file, "kind: tool\nname: t\n");

        Outcome outcome = sluice.run("catalog", "apply", file.toString());

        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains(file + ", document 1 (tool t): effect_type is missing");
    }

    @Test
    void shouldLookAtTheFilesAloneWhereNothingRuns() throws Exception {
        Files.writeString(file, "kind: saga\nname: s\nsteps: [{name: one, tool: in-force}]\n");
        StringWriter err = new StringWriter();

        int code = Cli.create().setErr(new PrintWriter(err)).execute("catalog", "validate", file.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("in-force", "[known-tool]");
    }

    @Test
    void shouldPrintWhatIsStillOpenForEachTool() {
        StringWriter out = new StringWriter();

        int code = Cli.create()
                .setOut(new PrintWriter(out))
                .execute("catalog", "validate", "../examples/enforcement-notice");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Checklist of notice.send (external_notification, pivot)")
                .contains("not needed here: expected version - its contract says so")
                .contains(
                        "not needed here: approval bound to artifact, version and action - its call sends no artifact")
                .doesNotContain("OPEN")
                .contains("and they fit together.");
    }

    @Test
    void shouldFindNothingWrongWithTheCatalogsOfProviders() {
        StringWriter out = new StringWriter();

        int code = Cli.create().setOut(new PrintWriter(out)).execute("catalog", "validate", "../examples/providers");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("stripe.capture", "salesforce.create-graph", "and they fit together.");
    }
}
