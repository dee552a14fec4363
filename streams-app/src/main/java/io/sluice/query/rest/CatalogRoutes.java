package io.sluice.query.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.query.Page;
import io.sluice.query.Refusal;
import io.sluice.query.view.CatalogRow;
import io.sluice.query.view.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The catalog: what is in force, and putting more in force. */
final class CatalogRoutes {
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml");
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private final Supplier<Services> services;

    CatalogRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/catalog", this::show);
        routes.get("/v1/catalog/history", this::history);
        routes.get("/v1/catalog/{kind}/{name}", this::document);
        routes.post("/v1/catalog", this::apply);
    }

    private void show(Context context) {
        Answers.json(context, new Page(rows(services.get().frontDoor().catalog().inForce()), null, null));
    }

    private void history(Context context) {
        List<JsonNode> applied = new ArrayList<>();
        CatalogSnapshot inForce = CatalogSnapshot.empty();
        try {
            for (CatalogRecord record : services.get().frontDoor().catalogHistory()) {
                inForce = inForce.with(record.documents());
                applied.add(applied(record, inForce.policyVersion()));
            }
        } catch (CatalogException e) {
            throw new IllegalStateException("a catalog that is in force can be read", e);
        }
        Answers.json(context, new Page(applied, null, null));
    }

    /** One document: the version asked for, or else the one in force. */
    private void document(Context context) {
        String kind = context.pathParam("kind");
        String name = context.pathParam("name");
        String version = context.queryParam("version");
        CatalogSnapshot catalog = services.get().frontDoor().catalog();
        List<CatalogDocument> inForce = catalog.inForce();
        CatalogDocument found = (version == null ? inForce : catalog.documents())
                .stream()
                        .filter(document -> document.kind().equals(kind)
                                && document.name().equals(name)
                                && (version == null || document.version().equals(version)))
                        .findFirst()
                        .orElseThrow(() -> Refusal.notFound("The catalog has no " + kind + " " + name
                                + (version == null ? "" : " of version " + version)
                                + ": GET /v1/catalog lists what is in force."));
        ObjectNode shown = Json.tree(CatalogRow.of(found)).deepCopy();
        shown.put("in_force", inForce.contains(found));
        shown.set("document", document(found.json()));
        Answers.json(context, shown);
    }

    /** @param policyVersion of all policies in force from then on, as decisions name it */
    private static JsonNode applied(CatalogRecord record, String policyVersion) throws CatalogException {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("version", record.version());
        shown.put("applied_by", record.appliedBy());
        shown.put("applied_at", record.appliedAt().toString());
        shown.put("policy_version", policyVersion);
        shown.putArray("items")
                .addAll(rows(CatalogSnapshot.of(record.documents()).documents()));
        return shown;
    }

    private static JsonNode document(String json) {
        try {
            return Json.parse(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a catalog document is JSON", e);
        }
    }

    private void apply(Context context) {
        String who = services.get().callers().configurer(context, context.queryParam("applied_by"), "applied_by");
        if (who == null || who.isBlank()) {
            throw Refusal.invalid(
                    "missing_parameter", "Say who applies it: ?applied_by=NAME (on the command line --as NAME).");
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
            Answers.json(context, applied);
        } catch (CatalogException e) {
            throw Refusal.invalid("invalid_catalog", String.join("\n", e.problems()));
        }
    }

    private static List<JsonNode> rows(List<CatalogDocument> documents) {
        return documents.stream().map(CatalogRow::of).map(Json::tree).toList();
    }
}
