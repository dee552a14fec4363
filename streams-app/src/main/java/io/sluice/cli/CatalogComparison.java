package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.query.view.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares catalog files with what is in force. */
final class CatalogComparison {
    private final Api api;

    CatalogComparison(Api api) {
        this.api = api;
    }

    /** One entry of each document in the files and in force, in this order. */
    List<CatalogDiff> of(List<CatalogDocument> documents) {
        Map<String, JsonNode> inForce = new LinkedHashMap<>();
        for (JsonNode row : api.get("/v1/catalog").path("items")) {
            inForce.put(row.path("kind").asText() + "/" + row.path("name").asText(), row);
        }
        List<CatalogDiff> changes = new ArrayList<>();
        for (CatalogDocument document : documents) {
            JsonNode row = inForce.remove(document.kind() + "/" + document.name());
            changes.add(
                    row == null
                            ? CatalogDiff.created(document)
                            : compared(document, row.path("version").asText()));
        }
        inForce.values().forEach(row -> changes.add(CatalogDiff.kept(row)));
        return changes;
    }

    static String text(List<CatalogDiff> changes) {
        Table table = new Table("CHANGE", "KIND", "NAME", "VERSION");
        StringBuilder fields = new StringBuilder();
        for (CatalogDiff diff : changes) {
            String version =
                    diff.from() == null || diff.to() == null || diff.from().equals(diff.to())
                            ? String.valueOf(diff.to() == null ? diff.from() : diff.to())
                            : diff.from() + " -> " + diff.to();
            table.row(diff.change().name().toLowerCase(Locale.ROOT), diff.kind(), diff.name(), version);
            if (!diff.fields().isEmpty()) {
                fields.append(System.lineSeparator())
                        .append(System.lineSeparator())
                        .append(diff.kind())
                        .append(' ')
                        .append(diff.name());
            }
            for (CatalogDiff.Field field : diff.fields()) {
                fields.append(System.lineSeparator()).append("  ").append(field.path());
                if (field.from() != null) {
                    fields.append("  - ").append(field.from());
                }
                if (field.to() != null) {
                    fields.append("  + ").append(field.to());
                }
            }
        }
        return table + fields.toString();
    }

    private CatalogDiff compared(CatalogDocument document, String version) {
        if (version.equals(document.version())) {
            return CatalogDiff.same(document);
        }
        JsonNode before = api.get("/v1/catalog/" + document.kind() + "/" + Api.encode(document.name()))
                .path("document");
        try {
            return CatalogDiff.changed(document, version, before, Json.parse(document.json()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a catalog document is JSON", e);
        }
    }
}
