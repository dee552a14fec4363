package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int keys(String... words) {
        CommandLine line = Cli.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(words);
    }

    private int generate() {
        return keys("keys", "generate", "--id", "k1", "--directory", directory.toString());
    }

    private int issue(String... more) {
        String[] words = {
            "keys",
            "issue-token",
            "--key",
            directory.resolve("k1.pem").toString(),
            "--key-id",
            "k1",
            "--agent",
            "a-7",
            "--tenant",
            "city"
        };
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return keys(all);
    }

    @Test
    void shouldMakeAPairAndSayHowItIsUsedWithoutShowingIt() {
        assertThat(generate()).isZero();

        assertThat(out.toString())
                .contains("approval.signing-key=" + directory.resolve("k1.pem"))
                .contains("approval.key.k1=" + directory.resolve("k1.pub.pem"))
                .doesNotContain("BEGIN");
    }

    @Test
    void shouldRefuseToMakeTheSameKeyTwice() {
        generate();

        assertThat(generate()).isEqualTo(1);
        assertThat(err.toString()).contains("There is a key k1");
    }

    @Test
    void shouldPrintATokenAndNothingElse() {
        generate();
        out.getBuffer().setLength(0);

        assertThat(issue("--run", "run-1", "--role", "supervisor")).isZero();
        assertThat(out.toString().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void shouldSayWhatIsWrongWithADurationOrAKey() {
        assertThat(issue()).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such file");
        generate();
        assertThat(issue("--valid-for", "soon")).isEqualTo(1);
        assertThat(err.toString()).contains("'soon' is no duration");
    }
}
