package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.Checklist;
import io.sluice.catalog.Checklist.Item;
import io.sluice.catalog.Checklist.State;
import io.sluice.catalog.ToolContract;
import io.sluice.query.view.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** What holds for every tool alike, then one paragraph for each. */
    static String text(List<CatalogDocument> documents) {
        CatalogSnapshot catalog = CatalogFiles.together(documents);
        Map<ToolContract, List<Item>> lists = new LinkedHashMap<>();
        for (CatalogDocument document : documents) {
            if (document instanceof CatalogDocument.Tool tool) {
                lists.put(tool.contract(), Checklist.of(tool.contract(), catalog));
            }
        }
        if (lists.isEmpty()) {
            return "";
        }
        List<Item> common = common(lists.values());
        StringBuilder text = new StringBuilder("Checklist of every tool").append(NEWLINE);
        paragraph(text, common);
        lists.forEach((tool, items) -> {
            text.append("Checklist of ")
                    .append(tool.name())
                    .append(" (")
                    .append(tool.effectType().name().toLowerCase(Locale.ROOT))
                    .append(", ")
                    .append(tool.reversibility().name().toLowerCase(Locale.ROOT))
                    .append(")")
                    .append(NEWLINE);
            paragraph(
                    text, items.stream().filter(item -> !common.contains(item)).toList());
        });
        return text + "What each item asks: docs/catalog.md, Before production" + NEWLINE;
    }

    /** What Sluice sees to, and what is the same for all. */
    private static List<Item> common(Collection<List<Item>> lists) {
        return lists.iterator().next().stream()
                .filter(item -> item.state() == State.SLUICE || item.name().equals(Checklist.OUTBOX))
                .toList();
    }

    private static void paragraph(StringBuilder text, List<Item> items) {
        line(text, "Sluice sees to", items, State.SLUICE);
        line(text, "the contract sees to", items, State.CONTRACT);
        reasons(text, items);
        advice(text, "yours", items, State.YOURS);
        advice(text, "OPEN", items, State.OPEN);
        text.append(NEWLINE);
    }

    private static void line(StringBuilder text, String heading, List<Item> items, State state) {
        String names = items.stream()
                .filter(item -> item.state() == state)
                .map(Item::name)
                .collect(Collectors.joining("; "));
        if (!names.isEmpty()) {
            text.append("  ").append(heading).append(": ").append(names).append(NEWLINE);
        }
    }

    /** What is not needed, with what is not needed for the same reason. */
    private static void reasons(StringBuilder text, List<Item> items) {
        Map<String, List<String>> names = items.stream()
                .filter(item -> item.state() == State.NOT_NEEDED)
                .collect(Collectors.groupingBy(
                        item -> String.valueOf(item.advice()),
                        LinkedHashMap::new,
                        Collectors.mapping(Item::name, Collectors.toList())));
        names.forEach((reason, same) -> text.append("  not needed here: ")
                .append(String.join("; ", same))
                .append(" - ")
                .append(reason)
                .append(NEWLINE));
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
