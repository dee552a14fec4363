package io.sluice.config;

import io.sluice.catalog.Durations;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads settings as what they must be. A problem is noted and a harmless value stands in, so that one pass finds every problem. */
final class SettingReader {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MAX_PORT = 65_535;

    private final Settings settings;
    private final List<String> problems;

    SettingReader(Settings settings) {
        this.settings = settings;
        this.problems = new ArrayList<>(settings.unknown());
    }

    /** Where the value of {@code setting} was found. */
    String source(Setting setting) {
        return settings.value(setting).source();
    }

    void problem(String problem) {
        problems.add(problem);
    }

    void end() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    boolean isSet(Setting setting) {
        return !settings.value(setting).text().isBlank();
    }

    /** The text; may be empty. */
    String text(Setting setting) {
        return settings.value(setting).text().strip();
    }

    /** A secret may start or end with a space. */
    String secret(Setting setting) {
        return settings.value(setting).text();
    }

    String required(Setting setting) {
        if (!isSet(setting)) {
            problem(source(setting) + " is empty: say what it is.");
        }
        return text(setting);
    }

    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    int number(Setting setting, int min, int max) {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of its range.
        }
        problem("%s is '%s', which is not a whole number from %d to %d: correct it."
                .formatted(source(setting), text(setting), min, max));
        return min;
    }

    int port(Setting setting) {
        return number(setting, 0, MAX_PORT);
    }

    Duration duration(Setting setting) {
        Duration duration = Durations.parse(text(setting));
        if (duration == null || duration.toMillis() < 1 || duration.compareTo(LONGEST) > 0) {
            problem("%s is '%s', which is not a duration of 1 ms to 366 days: write for example %s."
                    .formatted(source(setting), text(setting), Durations.EXAMPLES));
            return Duration.ofSeconds(1);
        }
        return duration;
    }

    Path path(Setting setting) {
        return path(required(setting), source(setting));
    }

    List<Path> paths(Setting setting) {
        return list(setting).stream().map(item -> path(item, source(setting))).toList();
    }

    URI http(Setting setting) {
        URI uri = uri(text(setting));
        boolean usable = uri != null
                && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!usable || uri == null) {
            // Not quoted: people put passwords into URLs.
            problem(source(setting)
                    + " is not a plain http or https URL: write for example https://host:8443/path, without"
                    + " user, query and fragment.");
            return URI.create("http://localhost");
        }
        return uri;
    }

    /** One of {@code words}. */
    String choice(Setting setting, String... words) {
        String word = text(setting);
        if (!List.of(words).contains(word)) {
            problem(source(setting) + " is '" + word + "': write " + String.join(" or ", words) + ".");
            return words[0];
        }
        return word;
    }

    static @Nullable URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Path path(String text, String source) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            problem(source + " is '" + text + "', which is not a path: correct it.");
            return Path.of("");
        }
    }
}
