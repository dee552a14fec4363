package io.sluice.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;

/** Compares current schemas with every released version of them, in both directions. */
final class CompatibilityChecker {

    private CompatibilityChecker() {}

    /**
     * What stands in the way of an upgrade, one sentence each; empty when nothing does.
     *
     * @param releases holds one folder per version, each with one {@code .avsc} file per record
     */
    static List<String> problems(List<Schema> current, Path releases) {
        Map<String, Schema> byName =
                current.stream().collect(Collectors.toMap(Schema::getFullName, Function.identity()));
        List<String> problems = new ArrayList<>();
        for (Path file : releasedFiles(releases)) {
            String version = file.getParent().getFileName().toString();
            Schema released = parse(file);
            Schema now = byName.get(released.getFullName());
            if (now == null) {
                problems.add("%s of release %s is gone; keep the record, or records of that release cannot be read"
                        .formatted(released.getFullName(), version));
                continue;
            }
            problems.addAll(unreadable(now, released, "the current %s cannot read records of release " + version));
            problems.addAll(unreadable(released, now, "release " + version + " cannot read records of the current %s"));
        }
        return problems;
    }

    private static List<String> unreadable(Schema reader, Schema writer, String sentence) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return result.getIncompatibilities().stream()
                .map(cause -> sentence.formatted(reader.getName()) + ": " + cause.getType() + " at "
                        + cause.getLocation() + " (" + cause.getMessage() + ")")
                .toList();
    }

    private static List<Path> releasedFiles(Path releases) {
        try (Stream<Path> files = Files.walk(releases, 2)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parse(Path file) {
        try {
            return new SchemaParser().parse(file).mainSchema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
