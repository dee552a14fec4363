package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the table of settings; on a difference the right page stands in target/. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path RIGHT_PAGE = Path.of("target/configuration.md");

    @Test
    void shouldDocumentEverySettingAsItIs() throws IOException {
        String right = page();
        Files.writeString(RIGHT_PAGE, right);

        assertThat(PAGE).as("copy %s over it", RIGHT_PAGE.toAbsolutePath()).hasContent(right);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration of the application

                A value on the command line of `sluice app` wins over one in the environment, that over one in the properties file
                (`--config FILE` or `SLUICE_CONFIG`), and that over the default. `sluice app --help` lists the same settings.
                Secrets have no flag, since every process of a host can read command lines, and are never shown.

                | Properties file | Environment | Flag | Default | What for |
                |---|---|---|---|---|
                """);
        for (Setting setting : Setting.values()) {
            row(
                    page,
                    setting.key(),
                    setting.environment(),
                    setting.flag().orElse(""),
                    setting.defaultText(),
                    setting.doc());
        }
        for (SettingGroup group : SettingGroup.values()) {
            String flag = group == SettingGroup.PROVIDER_URL ? "--provider <name>=<url>" : "";
            row(page, group.key(), group.environment(), flag, "", group.doc());
        }
        return page.append("""

                Durations are written as `250ms`, `10s`, `2m`, `1h` or `3d`. The time limits stand in an order in which each is longer
                than what it must outlast: call timeout of a tool contract < intent validity < settle window (intent validity + call
                timeout + clock margin) < reconciliation < deadline of the saga.
                """).toString();
    }

    private static void row(
            StringBuilder page, String key, String environment, String flag, String byDefault, String doc) {
        page.append("| ")
                .append(code(key))
                .append(" | ")
                .append(code(environment))
                .append(" | ")
                .append(code(flag));
        page.append(" | ")
                .append(code(byDefault))
                .append(" | ")
                .append(doc.replace("<", "\\<"))
                .append(" |\n");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
