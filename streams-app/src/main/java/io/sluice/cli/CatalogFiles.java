package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.query.view.CatalogRow;
import io.sluice.query.view.Json;
import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Catalog files on disk: found, read, checked, and told in short. */
final class CatalogFiles {

    private CatalogFiles() {}

    /** The text of each file by its name; a directory stands for the YAML files in it. */
    static Map<String, String> read(List<Path> paths) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path path : paths) {
            try {
                for (Path file : Files.isDirectory(path) ? yamlIn(path) : List.of(path)) {
                    texts.put(file.toString(), Files.readString(file));
                }
            } catch (IOException e) {
                throw new Failure(
                        "The catalog file " + path + " cannot be read (" + FileProblems.inWords(e)
                                + "): correct the path.",
                        e);
            }
        }
        if (texts.isEmpty()) {
            throw new Failure("There is no YAML file in " + paths + ".");
        }
        return texts;
    }

    /** The documents, each checked by itself. */
    static List<CatalogDocument> parse(Map<String, String> texts) {
        try {
            return CatalogParser.parse(texts);
        } catch (CatalogException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws CatalogException with every problem of the documents, of each or of all together */
    static List<CatalogDocument> check(Map<String, String> texts) throws CatalogException {
        List<CatalogDocument> documents = CatalogParser.parse(texts);
        List<String> problems = together(documents).problems();
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        return documents;
    }

    /** The documents as one catalog. */
    static CatalogSnapshot together(List<CatalogDocument> documents) {
        try {
            return CatalogSnapshot.of(
                    documents.stream().map(CatalogDocument::json).toList());
        } catch (CatalogException e) {
            throw new IllegalStateException("documents that were read can be read again", e);
        }
    }

    static JsonNode summary(List<CatalogDocument> documents) {
        return Json.tree(documents.stream().map(CatalogRow::of).toList());
    }

    static String table(JsonNode documents) {
        Table table = new Table("KIND", "NAME", "VERSION");
        for (JsonNode document : documents) {
            table.row(
                    document.path("kind").asText(),
                    document.path("name").asText(),
                    document.path("version").asText());
        }
        return table.toString();
    }

    private static List<Path> yamlIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList());
        }
    }
}
