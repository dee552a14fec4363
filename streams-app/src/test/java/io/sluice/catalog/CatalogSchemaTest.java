package io.sluice.catalog;

import static io.sluice.catalog.Contracts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the published schema and the parser to each other. */
class CatalogSchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path FILE = Path.of("..", "docs", "catalog.schema.json");
    private static final JsonNode DOCUMENT = read();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DOCUMENT);
    private static final Pattern KNOWN = Pattern.compile("unheard_of is not a known field: .*known here: (.*)\\.");

    /** Where each object of the schema stands in a document, with X in the place of its fields. */
    private static final Map<String, String> PLACES = new TreeMap<>(Map.of(
            "tool", "kind: tool\nX",
            "request", "kind: tool\ncall: {X}",
            "answers", "kind: tool\nanswers: {X}",
            "lookup", "kind: tool\nlookup: {X}",
            "says", "kind: tool\nlookup: {pending: {X}}",
            "compensation", "kind: tool\ncompensation: {X}",
            "saga", "kind: saga\nX",
            "step", "kind: saga\nsteps: [{X}]"));

    static {
        PLACES.put("atomic", "kind: tool\ncall: {atomic: {X}}");
        PLACES.put("policy", "kind: policy\nX");
        PLACES.put("rule", "kind: policy\nrules: [{X}]");
        PLACES.put("approval", "kind: policy\nrules: [{approval: {X}}]");
        PLACES.put("role", "kind: role\nX");
        PLACES.put("agent_grant", "kind: agent_grant\nX");
        PLACES.put("limit", "kind: limit\nX");
        PLACES.put("expected_version", "kind: tool\nexpected_version: {X}");
        PLACES.put("recipient", "kind: tool\nrecipient: {X}");
        PLACES.put("tool_limit", "kind: tool\nlimit: {X}");
        PLACES.put("rate", "kind: limit\nrate: {X}");
    }

    private static final String TOOL = """
            kind: tool
            name: notice.send
            effect_type: external_notification
            provider: notices
            call: {path: /notices}
            """;
    private static final String SAGA = """
            kind: saga
            name: notice
            steps: [{name: send, tool: notice.send}]
            """;

    @ParameterizedTest
    @MethodSource("examples")
    void shouldTakeEveryExample(Path example) throws Exception {
        assertThat(CatalogParser.parse(example.toString(), Files.readString(example)))
                .allSatisfy(document -> assertThat(refusals(json(document.json())))
                        .as(document.name())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeNamedByEveryExample(Path example) throws Exception {
        String first = Files.readAllLines(example).getFirst();

        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(example.resolveSibling(first.substring(first.indexOf('=') + 1))
                        .normalize())
                .isEqualTo(FILE.normalize());
    }

    @Test
    void shouldKnowTheSameFieldsAsTheParser() {
        List<String> objects = new ArrayList<>();
        DOCUMENT.path("$defs").properties().forEach(definition -> {
            if (definition.getValue().path("additionalProperties").isBoolean()) {
                objects.add(definition.getKey());
            }
        });

        assertThat(objects).containsExactlyInAnyOrderElementsOf(PLACES.keySet());
        for (String object : objects) {
            TreeSet<String> fields = new TreeSet<>();
            DOCUMENT.at("/$defs/" + object + "/properties").fieldNames().forEachRemaining(fields::add);
            assertThat(String.join(", ", fields)).as(object).isEqualTo(knownToTheParser(object));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: tol",
                "name: a b",
                "name: ''",
                "name:",
                "effect_type: harmless",
                "effect_type:",
                "provider: 1",
                "honors_key: true",
                "honours_key: 'yes'",
                "timeout: 10",
                "timeout: soon",
                "arguments: []",
                "arguments: {type: array}",
                "arguments: {properties: {a: {type: strng}}}",
                "arguments: {required: a}",
                "reversibility: maybe",
                "event: ''",
                "expected_version: soon",
                "expected_version: {on_stale: never}",
                "expected_version: {on_unknown: ask}",
                "conditional_write: If-Match",
                "recipient: {}",
                "recipient: {allowed: []}",
                "recipient: {rule: true}",
                "call:",
                "call: /notices",
                "call: {path: notices}",
                "call: {path: '/n?x=1'}",
                "call: {path: /n, method: TRACE}",
                "call: {path: /n, query: {a: [1]}}",
                "call: {path: /n, headers: [a]}",
                "call: {path: /n, bodi: {}}",
                "call: {path: /n, atomic: {items: /list}}",
                "call: {path: /n, atomic: {max: 5}}",
                "call: {path: /n, atomic: {items: list, max: 5}}",
                "call: {path: /n, atomic: {items: /list, max: 0}}",
                "call: {path: /n, atomic: {items: /list, max: 5, flag: all}}",
                "answers: {success: [700]}",
                "answers: {success: ok}",
                "answers: {external_ref: id}",
                "answers: {done: {pointer: ok, values: ['true']}}",
                "answers: {refused: {pointer: /error, values: []}}",
                "lookup: {found: /x}",
                "lookup: {request: {path: /n, method: DELETE}}",
                "lookup: {request: {path: /n}, matches: {x: 1}}",
                "lookup: {request: {path: /n}, pending: {pointer: /s}}",
                "lookup: {request: {path: /n}, pending: {pointer: /s, values: []}}",
                "compensation: {tool: undo}",
                "compensation: {tool: undo, arguments: []}",
            })
    void shouldRefuseABrokenToolAsTheParserDoes(String line) throws Exception {
        assertBothRefuse(TOOL, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps: []",
                "steps:",
                "steps: {send: notice.send}",
                "steps: [{name: send}]",
                "steps: [{tool: notice.send}]",
                "steps: [{name: send, tool: notice.send, argument: {}}]",
                "steps: [{name: send, tool: notice.send, arguments: []}]",
                "steps: [{name: send, tool: notice.send, when: always}]",
                "steps: [{name: send, tool: notice.send, not_before: ''}]",
                "steps: [{name: send, tool: notice.send, timeout: 5}]",
                "timeout: never",
                "pivot: no such name",
                "step: 1",
            })
    void shouldRefuseABrokenSagaAsTheParserDoes(String line) throws Exception {
        assertBothRefuse(SAGA, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order: first",
                "order: -1",
                "rules:",
                "rules: {}",
                "rules: [{result: allow}]",
                "rules: [{name: a}]",
                "rules: [{name: a, result: throttle}]",
                "rules: [{name: a, result: throttle, throttle: {}}]",
                "rules: [{name: a, result: allow, throttle: {concurrency: 1}}]",
                "rules: [{name: a, result: allow, approval: {}}]",
                "rules: [{name: a, result: require_approval, approval: {reviewers: 0}}]",
                "rules: [{name: a, result: require_approval, approval: {expires: soon}}]",
                "rules: [{name: a, result: allow, if: 'true'}]",
            })
    void shouldRefuseABrokenPolicyAsTheParserDoes(String line) throws Exception {
        assertBothRefuse("kind: policy\nname: p\nrules: [{name: a, when: 'true', result: deny}]\n", line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members:", "members: r.meyer", "tenants:", "tenant: city"})
    void shouldRefuseABrokenRoleAsTheParserDoes(String line) throws Exception {
        assertBothRefuse("kind: role\nname: r\nmembers: [r.meyer]\ntenants: [city]\n", line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"agents:", "agents: []", "tenants: city", "tools: send", "effect_types: [harmless]", "tool: [x]"
            })
    void shouldRefuseABrokenGrantOfAgentsAsTheParserDoes(String line) throws Exception {
        assertBothRefuse("kind: agent_grant\nname: g\nagents: [agent-7]\ntenants: [city]\ntools: [send]\n", line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate:",
                "rate: {max: 0, per: 1m}",
                "rate: {max: 10}",
                "rate: {max: 10, per: fast}",
                "concurrency: 0",
                "tenants: []",
                "provider: a b",
                "max: 5"
            })
    void shouldRefuseABrokenLimitAsTheParserDoes(String line) throws Exception {
        assertBothRefuse("kind: limit\nname: l\ntenants: [city]\nrate: {max: 10, per: 1m}\n", line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "business_key: []",
                "business_key: {}",
                "business_key: text",
                "limit: {}",
                "limit: {concurrency: many}",
                "limit: {rate: {per: 1m}}",
                "hold_target: sometimes"
            })
    void shouldRefuseABrokenLimitOfAToolAsTheParserDoes(String line) throws Exception {
        assertBothRefuse(TOOL, line);
    }

    /** How fields belong together is told by the parser alone; a schema that said it too would be hard to read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reversibility: compensable | compensation is missing",
                "call: {path: '/n/{id}'} | call.path_parameters lacks id",
                "answers: {success: [200], terminal: [200]} | another list holds too",
                "timeout: 1h | timeout must be between",
                "lookup: {request: {path: /n, method: POST, atomic: {items: /l, max: 1}}} | lookup.request.atomic has no place",
            })
    void shouldLeaveToTheParserHowFieldsBelongTogether(String line, String problem) throws Exception {
        String document = with(TOOL, line);

        assertThat(problems(document)).anySatisfy(found -> assertThat(found).contains(problem));
        assertThat(refusals(YAML.readTree(document))).isEmpty();
    }

    private static void assertBothRefuse(String document, String line) throws IOException {
        String broken = with(document, line);
        assertThat(refusals(YAML.readTree(document))).isEmpty();

        assertThat(problems(broken)).as("the parser").isNotEmpty();
        assertThat(refusals(YAML.readTree(broken))).as("the schema").isNotEmpty();
    }

    /** The document with the line instead of its own of that field. */
    private static String with(String document, String line) {
        String field = line.substring(0, line.indexOf(':') + 1);
        return document.replaceAll("(?m)^" + Pattern.quote(field) + ".*\n", "") + line + "\n";
    }

    private static String knownToTheParser(String object) {
        String place = PLACES.getOrDefault(object, "");
        for (String problem : problems(place.replace("X", "unheard_of: 1"))) {
            Matcher known = KNOWN.matcher(problem);
            if (known.find()) {
                return known.group(1);
            }
        }
        throw new AssertionError("no unknown field was found in " + place);
    }

    private static List<Error> refusals(JsonNode document) {
        return SCHEMA.validate(document);
    }

    private static List<String> problems(String yaml) {
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> CatalogParser.parse("catalog.yaml", yaml));
        return refused == null ? List.of() : refused.problems();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
