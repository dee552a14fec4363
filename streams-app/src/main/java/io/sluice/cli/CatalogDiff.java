package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.catalog.CatalogDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What applying a document would change. */
record CatalogDiff(
        Change change,
        String kind,
        String name,
        @Nullable String from,
        @Nullable String to,
        List<Field> fields) {

    /** What becomes of one document. */
    enum Change {
        NEW,
        CHANGED,
        SAME,
        /** In force and not among the files; applying them leaves it in force. */
        KEPT
    }

    /**
     * One field that differs.
     *
     * @param path names and numbers from the outside in
     * @param from as JSON; null where there is none
     * @param to as JSON; null where there is none
     */
    record Field(
            String path, @Nullable String from, @Nullable String to) {}

    static CatalogDiff created(CatalogDocument document) {
        return new CatalogDiff(Change.NEW, document.kind(), document.name(), null, document.version(), List.of());
    }

    static CatalogDiff same(CatalogDocument document) {
        return new CatalogDiff(
                Change.SAME, document.kind(), document.name(), document.version(), document.version(), List.of());
    }

    static CatalogDiff kept(JsonNode row) {
        return new CatalogDiff(
                Change.KEPT,
                row.path("kind").asText(),
                row.path("name").asText(),
                row.path("version").asText(),
                null,
                List.of());
    }

    static CatalogDiff changed(CatalogDocument document, String from, JsonNode before, JsonNode after) {
        return new CatalogDiff(
                Change.CHANGED, document.kind(), document.name(), from, document.version(), fields(before, after));
    }

    private static List<Field> fields(JsonNode before, JsonNode after) {
        Map<String, String> old = new LinkedHashMap<>();
        Map<String, String> now = new LinkedHashMap<>();
        flatten("", before, old);
        flatten("", after, now);
        Map<String, String> all = new TreeMap<>(old);
        all.putAll(now);
        List<Field> fields = new ArrayList<>();
        for (String path : all.keySet()) {
            if (!Objects.equals(old.get(path), now.get(path))) {
                fields.add(new Field(path, old.get(path), now.get(path)));
            }
        }
        return fields;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.path(i), into);
            }
        } else {
            into.put(path, (node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node).toString());
        }
    }
}
