package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever moves a file that the documentation names is told so by the build. */
class DocumentationLinksTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern INLINE = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([^\\]]+)\\]: (\\S+)$");
    private static final Pattern REFERENCE = Pattern.compile("\\[([^\\[\\]\n]+)\\](?![(:\\[])");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void shouldPointAtWhatIsThere() throws IOException {
        List<String> dangling = new ArrayList<>();
        for (Path page : pages()) {
            String text = withoutCode(page);
            Stream.concat(groups(INLINE, text, 1), groups(DEFINITION, text, 2))
                    .filter(Predicate.not(ELSEWHERE.asMatchPredicate()))
                    .filter(target -> !isThere(page, target))
                    .forEach(target -> dangling.add(REPOSITORY.relativize(page) + " -> " + target));
        }

        assertThat(dangling).isEmpty();
    }

    @Test
    void shouldDefineEveryReference() throws IOException {
        List<String> undefined = new ArrayList<>();
        for (Path page : pages()) {
            String text = withoutCode(page);
            Set<String> defined = groups(DEFINITION, text, 1).collect(Collectors.toSet());
            groups(REFERENCE, text, 1)
                    .filter(Predicate.not(defined::contains))
                    .forEach(name -> undefined.add(REPOSITORY.relativize(page) + " -> [" + name + "]"));
        }

        assertThat(undefined).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(REPOSITORY.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(REPOSITORY.resolve("README.md"), REPOSITORY.resolve("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static boolean isThere(Path page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!file.startsWith(REPOSITORY) || !Files.exists(file)) {
            return false;
        }
        return hash < 0 || anchors(file).contains(target.substring(hash + 1));
    }

    /** What a heading is linked by: lower case, without punctuation, with a hyphen for each blank. */
    private static Set<String> anchors(Path page) {
        return groups(HEADING, text(page), 1)
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(Path page) {
        return CODE.matcher(text(page)).replaceAll("");
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(page + " cannot be read", e);
        }
    }

    private static Stream<String> groups(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map(match -> match.group(group));
    }
}
