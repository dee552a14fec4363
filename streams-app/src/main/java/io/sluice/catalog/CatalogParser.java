package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.sluice.idempotency.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads catalog documents: YAML as people write it, canonical JSON as topics and stores hold it. */
public final class CatalogParser {

    /** Bound on one document in canonical form, in bytes of UTF-8. */
    public static final int MAX_DOCUMENT_BYTES = 256 * 1024;

    private static final List<String> KINDS = List.of("tool", "saga", "policy", "role", "agent_grant", "limit");

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CatalogParser() {}

    /**
     * Reads files of one or more YAML documents each.
     *
     * @param yamlByFile text by the file name that problems shall show
     * @throws CatalogException with every problem found
     */
    public static List<CatalogDocument> parse(Map<String, String> yamlByFile) throws CatalogException {
        List<String> problems = new ArrayList<>();
        List<CatalogDocument> documents = new ArrayList<>();
        Map<String, String> places = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : yamlByFile.entrySet()) {
            int number = 0;
            for (JsonNode node : yaml(file.getKey(), file.getValue(), problems)) {
                number++;
                String where = file.getKey() + ", document " + number;
                CatalogDocument document = document(node, where, problems);
                if (document != null) {
                    documents.add(document);
                    String earlier = places.putIfAbsent(document.getClass() + document.name(), where);
                    if (earlier != null) {
                        problems.add(where + ": name " + document.name() + " is taken by " + earlier
                                + ": keep one of them.");
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        return List.copyOf(documents);
    }

    /**
     * Reads one file.
     *
     * @throws CatalogException with every problem found
     */
    public static List<CatalogDocument> parse(String file, String yaml) throws CatalogException {
        return parse(Map.of(file, yaml));
    }

    /**
     * Reads one document from JSON.
     *
     * @throws CatalogException with every problem found
     */
    static CatalogDocument document(String json) throws CatalogException {
        List<String> problems = new ArrayList<>();
        try {
            CatalogDocument document = document(JSON.readTree(json), "catalog document", problems);
            if (document != null && problems.isEmpty()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            problems.add("catalog document: not JSON: " + e.getOriginalMessage());
        }
        throw new CatalogException(problems);
    }

    static JsonNode objectOrEmpty(@Nullable JsonNode node) {
        return node != null && node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }

    private static List<JsonNode> yaml(String file, String text, List<String> problems) {
        List<JsonNode> documents = new ArrayList<>();
        try {
            refuseAliases(file, text, problems);
            try (MappingIterator<JsonNode> nodes =
                    YAML.readerFor(JsonNode.class).readValues(text)) {
                while (nodes.hasNextValue()) {
                    JsonNode node = nodes.nextValue();
                    if (!node.isNull() && !node.isMissingNode()) {
                        documents.add(node);
                    }
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(file + ", line " + line + ": not valid YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("no reason given"));
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        return documents;
    }

    /** The tree would hold an alias's name in the place of what it stands for. */
    private static void refuseAliases(String file, String text, List<String> problems) throws IOException {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    problems.add(
                            file + ", line " + parser.currentTokenLocation().getLineNr()
                                    + ": aliases are not supported: write the value out.");
                }
            }
        }
    }

    private static @Nullable CatalogDocument document(JsonNode node, String file, List<String> problems) {
        String kind = node.path("kind").asText("");
        String where = file
                + (node.path("name").isTextual()
                        ? " (" + kind + " " + node.path("name").textValue() + ")"
                        : "");
        if (!KINDS.contains(kind)) {
            problems.add(where + ": kind must be one of " + String.join(", ", KINDS) + ".");
            return null;
        }
        String json;
        try {
            json = CanonicalJson.canonicalize(node);
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
            return null;
        }
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_DOCUMENT_BYTES) {
            problems.add(where + ": is larger than " + MAX_DOCUMENT_BYTES + " bytes: make it smaller.");
            return null;
        }
        Fields fields = new Fields(node, where, problems);
        fields.text("kind");
        String version = CanonicalJson.hash(node).substring(0, 16);
        return switch (kind) {
            case "tool" -> new CatalogDocument.Tool(ToolParser.parse(fields, version), json);
            case "saga" -> new CatalogDocument.Saga(SagaParser.parse(fields, version), json);
            case "policy" -> new CatalogDocument.Policy(PolicyParser.parse(fields, version), json);
            case "role" -> new CatalogDocument.Role(RoleParser.parse(fields, version), json);
            case "limit" -> new CatalogDocument.Limit(LimitParser.parse(fields, version), json);
            default -> new CatalogDocument.Grant(AgentGrantParser.parse(fields, version), json);
        };
    }
}
