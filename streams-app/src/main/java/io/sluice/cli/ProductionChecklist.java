package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.Checklist;
import io.sluice.catalog.Checklist.Item;
import io.sluice.catalog.Checklist.State;
import io.sluice.query.view.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is still open for each tool before it is used in earnest. */
final class ProductionChecklist {
    private static final String NEWLINE = System.lineSeparator();

    private ProductionChecklist() {}

    static JsonNode json(List<CatalogDocument> documents) {
        CatalogSnapshot catalog = CatalogFiles.together(documents);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("items", CatalogFiles.summary(documents));
        ObjectNode checklist = result.putObject("checklist");
        for (CatalogDocument document : documents) {
            if (document instanceof CatalogDocument.Tool tool) {
                checklist.set(tool.name(), Json.tree(Checklist.of(tool.contract(), catalog)));
            }
        }
        return result;
    }

    /** One paragraph for each tool. */
    static String text(List<CatalogDocument> documents) {
        CatalogSnapshot catalog = CatalogFiles.together(documents);
        StringBuilder text = new StringBuilder();
        for (CatalogDocument document : documents) {
            if (document instanceof CatalogDocument.Tool tool) {
                List<Item> items = Checklist.of(tool.contract(), catalog);
                text.append("Checklist of ")
                        .append(tool.name())
                        .append(" (")
                        .append(tool.contract().effectType().name().toLowerCase(Locale.ROOT))
                        .append(", ")
                        .append(tool.contract().reversibility().name().toLowerCase(Locale.ROOT))
                        .append(")")
                        .append(NEWLINE);
                line(text, "Sluice sees to", items, State.SLUICE);
                line(text, "the contract sees to", items, State.CONTRACT);
                advice(text, "yours", items, State.YOURS);
                advice(text, "OPEN", items, State.OPEN);
                text.append(NEWLINE);
            }
        }
        return text.toString().stripTrailing() + NEWLINE;
    }

    private static void line(StringBuilder text, String heading, List<Item> items, State state) {
        text.append("  ")
                .append(heading)
                .append(": ")
                .append(items.stream()
                        .filter(item -> item.state() == state)
                        .map(Item::name)
                        .collect(Collectors.joining(", ")))
                .append(NEWLINE);
    }

    private static void advice(StringBuilder text, String heading, List<Item> items, State state) {
        for (Item item : items) {
            if (item.state() == state) {
                text.append("  ")
                        .append(heading)
                        .append(": ")
                        .append(item.name())
                        .append(" - ")
                        .append(item.advice())
                        .append(NEWLINE);
            }
        }
    }
}
