package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.AppConfig;
import io.sluice.config.ConfigException;
import io.sluice.config.Settings;
import io.sluice.identity.People;
import io.sluice.identity.Person;
import io.sluice.identity.Right;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        return issueTo("--agent a-7 --tenant city", more);
    }

    private int issueTo(String holder, String... more) {
        String[] words =
                ("keys issue-token --key " + directory.resolve("k1.pem") + " --key-id k1 " + holder).split(" ", -1);
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
    void shouldIssueATokenOfAPersonWithTheirTenantAndRights() throws Exception {
        generate();
        out.getBuffer().setLength(0);

        assertThat(issueTo("--person rita --tenant city --may review --may operate"))
                .isZero();

        assertThat(recognised())
                .isEqualTo(new People.Recognised(new Person("rita", "city", Set.of(Right.REVIEW, Right.OPERATE))));
    }

    @Test
    void shouldIssueATokenForEveryTenantWhereThatIsSaid() throws Exception {
        generate();
        out.getBuffer().setLength(0);

        assertThat(issueTo("--person petra --tenant * --may configure")).isZero();

        assertThat(recognised())
                .isEqualTo(new People.Recognised(new Person("petra", Person.EVERY_TENANT, Set.of(Right.CONFIGURE))));
    }

    private People.Recognition recognised() throws ConfigException {
        Map<String, String> settings =
                Map.of("SLUICE_PEOPLE_KEY_K1", directory.resolve("k1.pub.pem").toString());
        return AppConfig.of(Settings.collect(Map.of(), Map.of(), settings, null))
                .people()
                .recognise(out.toString().strip(), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--person rita",
                "--person rita --may review",
                "--person rita --tenant city --may everything",
                "--person rita --tenant city --may review --role senior",
                "--person rita --agent a-7 --tenant city --may review",
                "--agent a-7 --tenant city --may review",
                "--agent a-7 --tenant *",
                "--may review"
            })
    void shouldNotIssueATokenThatIsNeitherAnAgentsNorAPersons(String holder) {
        generate();

        assertThat(issueTo(holder)).isEqualTo(2);
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
