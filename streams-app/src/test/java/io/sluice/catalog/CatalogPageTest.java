package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Holds docs/catalog.md to the table of rules. */
class CatalogPageTest {
    private static final Path PAGE = Path.of("..", "docs", "catalog.md");

    @Test
    void shouldNameEveryRuleInItsOrder() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> Arrays.stream(Rule.values())
                                .anyMatch(rule -> line.startsWith("| `" + rule.label() + "` |"))))
                .containsExactly(Arrays.stream(Rule.values())
                        .map(rule -> "| `" + rule.label() + "` | " + rule.meaning() + " |")
                        .toArray(String[]::new));
    }
}
