package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilitiesTest {
    private static final Path PAGE = Path.of("../docs/providers.md");

    /** What the page says of the contracts is what they say. */
    @Test
    void shouldShowOnThePageWhatTheContractsSay() throws IOException {
        assertThat(Files.readString(PAGE)).contains("```\n" + printed("../examples/providers") + "```\n");
    }

    @Test
    void shouldSayWhereThereIsNoTool(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("role.yaml"), "kind: role\nname: clerks\nmembers: [ada]\ntenants: [city]\n");

        assertThat(printed(directory.toString())).isEqualTo("These files declare no tool.\n");
    }

    private static String printed(String files) {
        StringWriter out = new StringWriter();
        int code = Cli.create().setOut(new PrintWriter(out, true)).execute("catalog", "providers", files);

        assertThat(code).isZero();
        return out.toString();
    }
}
