package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records, composite and composite graph, answered as https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta says. */
final class SalesforceApi implements Api {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ROOT = "/services/data/v66.0/";
    private static final String KEY = "Sluice_Key__c";

    private final Kept kept;
    private final Map<String, ObjectNode> records = new LinkedHashMap<>();
    private int number;

    SalesforceApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (request.headers().get("authorization") == null) {
            return refused(401, "INVALID_SESSION_ID");
        }
        Map<String, ObjectNode> before = new LinkedHashMap<>(records);
        String url = "/" + String.join("/", path);
        Answer answer = switch (url) {
            case ROOT + "composite" -> composite(request.json());
            case ROOT + "composite/graph" -> graph(request.json());
            default -> record(request.method(), url, request.json());
        };
        note(request, "records", records, before);
        note(request, "deleted-records", before, records);
        return answer;
    }

    /** Notes the records that are in one of both alone. */
    private void note(
            SimulatedRequest request, String resource, Map<String, ObjectNode> here, Map<String, ObjectNode> not) {
        here.forEach((id, record) -> {
            if (!not.containsKey(id)) {
                kept.note(request, resource, record);
            }
        });
    }

    /** How many of them there really are. */
    synchronized long count(String type) {
        return records.values().stream()
                .filter(record -> record.at("/attributes/type").asText().equals(type))
                .count();
    }

    private Answer composite(JsonNode body) {
        JsonNode requests = body.path("compositeRequest");
        if (requests.size() > 25) {
            return refused(400, "LIMIT_EXCEEDED");
        }
        ObjectNode answer = NODES.objectNode();
        run(requests, body.path("allOrNone").asBoolean(), answer.putArray("compositeResponse"));
        return Answer.of(200, answer);
    }

    private Answer graph(JsonNode body) {
        ObjectNode answer = NODES.objectNode();
        ArrayNode graphs = answer.putArray("graphs");
        for (JsonNode graph : body.path("graphs")) {
            if (graph.path("compositeRequest").size() > 500) {
                return refused(400, "LIMIT_EXCEEDED");
            }
            ObjectNode done =
                    graphs.addObject().put("graphId", graph.path("graphId").asText());
            ArrayNode responses = NODES.arrayNode();
            done.put("isSuccessful", run(graph.path("compositeRequest"), true, responses));
            done.putObject("graphResponse").set("compositeResponse", responses);
        }
        return Answer.of(200, answer);
    }

    private boolean run(JsonNode requests, boolean allOrNone, ArrayNode responses) {
        Map<String, ObjectNode> before = new LinkedHashMap<>(records);
        Map<String, JsonNode> results = new LinkedHashMap<>();
        boolean failed = false;
        for (JsonNode request : requests) {
            Answer answer = record(
                    request.path("method").asText(),
                    request.path("url").asText(),
                    resolve(request.path("body"), results));
            failed |= answer.status() > 299;
            JsonNode body = answer.body() == null ? NODES.nullNode() : answer.body();
            results.put(request.path("referenceId").asText(), body);
            ObjectNode response = responses.addObject().put("httpStatusCode", answer.status());
            response.set("body", body);
            response.set("referenceId", request.path("referenceId"));
        }
        if (failed && allOrNone) {
            records.clear();
            records.putAll(before);
            for (JsonNode response : responses) {
                if (response.path("httpStatusCode").asInt() < 300) {
                    ((ObjectNode) response).put("httpStatusCode", 400).set("body", error("PROCESSING_HALTED"));
                }
            }
        }
        return !failed;
    }

    private Answer record(String method, String path, JsonNode body) {
        String[] parts = path.startsWith(ROOT + "sobjects/")
                ? path.substring(ROOT.length()).split("/", -1)
                : new String[0];
        if (parts.length < (method.equals("POST") ? 2 : 3)) {
            return refused(404, "NOT_FOUND");
        }
        if (method.equals("POST")) {
            return create(parts[1], body);
        }
        Optional<ObjectNode> found = parts.length == 4
                ? records.values().stream()
                        .filter(record -> record.path(parts[2]).asText().equals(parts[3]))
                        .findFirst()
                : Optional.ofNullable(records.get(parts[2]));
        if (found.isEmpty()) {
            return refused(404, "NOT_FOUND");
        }
        if (method.equals("DELETE")) {
            records.remove(found.get().path("Id").asText());
            return Answer.empty();
        }
        return Answer.of(200, found.get());
    }

    private Answer create(String type, JsonNode body) {
        boolean incomplete =
                body.path(type.equals("Contact") ? "LastName" : "Name").asText().isEmpty();
        boolean twice = body.has(KEY)
                && records.values().stream().anyMatch(record -> body.path(KEY).equals(record.path(KEY)));
        if (incomplete || twice) {
            return refused(400, incomplete ? "REQUIRED_FIELD_MISSING" : "DUPLICATE_VALUE");
        }
        number++;
        String id = (type.equals("Account") ? "001" : "003") + "%012d".formatted(number);
        ObjectNode record = NODES.objectNode();
        body.properties().forEach(field -> record.set(field.getKey(), field.getValue()));
        record.put("Id", id).putObject("attributes").put("type", type);
        records.put(id, record);
        ObjectNode created = NODES.objectNode().put("id", id).put("success", true);
        created.putArray("errors");
        return Answer.of(201, created);
    }

    /** Fills in {@code @{reference.field}}. */
    private static JsonNode resolve(JsonNode body, Map<String, JsonNode> results) {
        ObjectNode resolved = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String text = field.getValue().asText();
            boolean refers = text.startsWith("@{") && text.endsWith("}") && text.contains(".");
            int dot = text.indexOf('.');
            resolved.set(
                    field.getKey(),
                    refers
                            ? TextNode.valueOf(results.getOrDefault(text.substring(2, dot), NODES.nullNode())
                                    .path(text.substring(dot + 1, text.length() - 1))
                                    .asText())
                            : field.getValue());
        }
        return resolved;
    }

    private static Answer refused(int status, String code) {
        return Answer.of(status, error(code));
    }

    private static JsonNode error(String code) {
        ArrayNode errors = NODES.arrayNode();
        errors.addObject().put("errorCode", code).put("message", code);
        return errors;
    }
}
