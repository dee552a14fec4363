package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<String> commands() {
        return below(Cli.create());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEveryCommand(String command) {
        for (String help : new String[] {"--help", "-h"}) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();

            int code = Cli.create()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute((command + " " + help).strip().split(" "));

            assertThat(err.toString()).isEmpty();
            assertThat(code).isZero();
            assertThat(out.toString()).contains(("Usage: sluice " + command).strip());
        }
    }

    private static Stream<String> below(CommandLine line) {
        String name = line.getCommandSpec().qualifiedName(" ").replaceFirst("^sluice ?", "");
        return Stream.concat(
                Stream.of(name),
                line.getSubcommands().values().stream().distinct().flatMap(HelpTest::below));
    }
}
