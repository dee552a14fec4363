package io.sluice.query.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.query.Page;
import io.sluice.query.Refusal;
import io.sluice.query.view.CatalogRow;
import io.sluice.query.view.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The catalog: what is in force, and putting more in force. */
final class CatalogRoutes {
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml");
    private static final int MAX_BYTES = 3 * 1024 * 1024;
    private static final int ACCEPTED = 202;

    private final Supplier<Services> services;

    CatalogRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/catalog", this::show);
        routes.post("/v1/catalog", this::apply);
    }

    private void show(Context context) {
        Answers.json(context, new Page(rows(services.get().frontDoor().catalog()), null, null));
    }

    private void apply(Context context) {
        String who = context.queryParam("applied_by");
        if (who == null || who.isBlank()) {
            throw Refusal.invalid("missing_parameter", "Say who applies it: ?applied_by=NAME.");
        }
        String yaml = new String(Requests.body(context, YAML, MAX_BYTES), StandardCharsets.UTF_8);
        try {
            List<CatalogDocument> documents = CatalogParser.parse("catalog", yaml);
            if (documents.isEmpty()) {
                throw Refusal.invalid("invalid_catalog", "The body holds no catalog document.");
            }
            String version = services.get()
                    .frontDoor()
                    .applyCatalog(documents.stream().map(CatalogDocument::json).toList(), who);
            ObjectNode applied = JsonNodeFactory.instance.objectNode();
            applied.put("version", version);
            applied.putArray("items").addAll(rows(documents));
            Answers.json(context, ACCEPTED, applied);
        } catch (CatalogException e) {
            throw Refusal.invalid("invalid_catalog", String.join("\n", e.problems()));
        }
    }

    private static List<JsonNode> rows(List<CatalogDocument> documents) {
        return documents.stream().map(CatalogRow::of).map(Json::tree).toList();
    }
}
