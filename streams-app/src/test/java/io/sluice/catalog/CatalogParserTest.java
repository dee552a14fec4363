package io.sluice.catalog;

import static io.sluice.catalog.Contracts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.claim.Terms;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.idempotency.CanonicalJson;
import io.sluice.policy.Condition;
import io.sluice.policy.RecipientRule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogParserTest {
    private static final String MINIMAL = """
            kind: tool
            name: notice.send
            effect_type: external_notification
            provider: notices
            call: {path: /notices}
            """;

    @Test
    void shouldReadEveryFieldOfATool() throws Exception {
        ToolContract tool = tool("""
                kind: tool
                name: dispatch.register
                effect_type: internal_mutation
                reversibility: compensable
                provider: dispatch
                honours_key: true
                timeout: 1m
                arguments: {properties: {case_id: {type: string}}}
                event: DispatchRegistered
                hold_target: true
                expected_version: {required: true, on_unknown: allow, on_stale: ask}
                conditional_write: true
                recipient: {allowed: [r-1, r-2], rule: "target.type == 'case'"}
                business_key: {case: $/command/target_id}
                limit: {concurrency: 5, rate: {max: 100, per: 1m}}
                call:
                  method: PUT
                  path: /cases/{case}/dispatches
                  path_parameters: {case: $/arguments/case_id}
                  query: {page: 1}
                  headers: {Idempotency-Key: $/idempotency_key, Authorization: "secret:DISPATCH_TOKEN"}
                  body: {to: [$/command/recipient_id]}
                answers: {success: [200], accepted: [202], terminal: [400], transient: [429], external_ref: /id}
                lookup:
                  request: {path: /dispatches, query: {key: $/idempotency_key}}
                  found: /items/0
                  pending: {pointer: /items/0/status, values: [pending]}
                  matches: {/items/0/body/case: $/arguments/case_id}
                  external_ref: /items/0/id
                compensation:
                  tool: dispatch.cancel
                  arguments: {id: $/forward/external_ref}
                """);

        assertThat(tool)
                .isEqualTo(new ToolContract(
                        "dispatch.register",
                        tool.version(),
                        EffectType.INTERNAL_MUTATION,
                        Reversibility.COMPENSABLE,
                        "dispatch",
                        new ToolContract.RequestTemplate(
                                "PUT",
                                "/cases/{case}/dispatches",
                                Map.of("case", "$/arguments/case_id"),
                                Map.of("page", "1"),
                                Map.of(
                                        "Idempotency-Key",
                                        "$/idempotency_key",
                                        "Authorization",
                                        "secret:DISPATCH_TOKEN"),
                                json("{\"to\":[\"$/command/recipient_id\"]}")),
                        new ToolContract.AnswerRules(Set.of(200), Set.of(202), Set.of(400), Set.of(429), "/id"),
                        new ToolContract.Lookup(
                                new ToolContract.RequestTemplate(
                                        "GET",
                                        "/dispatches",
                                        Map.of(),
                                        Map.of("key", "$/idempotency_key"),
                                        Map.of(),
                                        null),
                                "/items/0",
                                new ToolContract.Says("/items/0/status", Set.of("pending")),
                                Map.of("/items/0/body/case", TextNode.valueOf("$/arguments/case_id")),
                                "/items/0/id"),
                        new ToolContract.Compensation("dispatch.cancel", json("{\"id\":\"$/forward/external_ref\"}")),
                        true,
                        Duration.ofMinutes(1),
                        "DispatchRegistered",
                        ArgumentSchema.of(json("{\"properties\":{\"case_id\":{\"type\":\"string\"}}}")),
                        true,
                        json("{\"case\":\"$/command/target_id\"}"),
                        new Terms(5, 100, 60_000),
                        new VersionRules(true, true, true, VersionRules.OnStale.ASK, true),
                        new RecipientRule(Set.of("r-1", "r-2"), Condition.compile("target.type == 'case'"))));
    }

    @Test
    void shouldFillInWhatFollowsFromTheStructure() throws Exception {
        ToolContract tool = tool(MINIMAL);

        assertThat(tool.reversibility()).isEqualTo(Reversibility.NONCOMPENSABLE);
        assertThat(tool.honoursKey()).isFalse();
        assertThat(tool.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(tool.call().method()).isEqualTo("POST");
        assertThat(tool.answers())
                .isEqualTo(new ToolContract.AnswerRules(
                        Set.of(200, 201, 204), Set.of(), Set.of(400, 401, 403, 404, 409, 410, 422), Set.of(429), null));
        assertThat(tool(MINIMAL + "honours_key: true").answers().transientCodes())
                .containsExactlyInAnyOrder(429, 503);
        assertThat(tool.versions()).isEqualTo(VersionRules.USUAL);
        assertThat(tool(MINIMAL + "conditional_write: true").answers().terminal())
                .contains(412);
        assertThat(tool(MINIMAL + "answers: {version: /etag}").answers().version())
                .isEqualTo("/etag");
        assertThat(tool(MINIMAL + "lookup: {request: {path: /n}}").answers().accepted())
                .containsExactly(202);
    }

    @Test
    void shouldTakeACodeFromTheDefaultsWhenAnotherListClaimsIt() throws Exception {
        ToolContract.AnswerRules answers = tool(MINIMAL
                        + "answers: {success: [201, 409]}\nlookup: {request: {path: /n}}")
                .answers();

        assertThat(answers.success()).containsExactlyInAnyOrder(201, 409);
        assertThat(answers.terminal()).doesNotContain(409).contains(400);
    }

    @ParameterizedTest
    @CsvSource({
        "none, false, COMPENSABLE",
        "read, false, COMPENSABLE",
        "draft, true, COMPENSABLE",
        "internal_mutation, true, COMPENSABLE",
        "internal_mutation, false, NONCOMPENSABLE",
        "external_notification, false, NONCOMPENSABLE",
        "external_transaction, false, NONCOMPENSABLE",
        "irreversible, false, NONCOMPENSABLE",
        "meta_effect, false, NONCOMPENSABLE",
    })
    void shouldDeriveReversibility(String type, boolean compensation, Reversibility expected) throws Exception {
        ToolContract tool = tool(MINIMAL.replace("external_notification", type)
                + (compensation ? "compensation: {tool: undo, arguments: {}}" : ""));

        assertThat(tool.reversibility()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "10s, PT10S", "2m, PT2M", "PT1M30S, PT1M30S"})
    void shouldReadDurations(String text, Duration expected) throws Exception {
        assertThat(tool(MINIMAL + "timeout: " + text).timeout()).isEqualTo(expected);
    }

    @Test
    void shouldVersionByContentNotByForm() throws Exception {
        String reordered =
                "# same\ncall:\n  path: \"/notices\"\nprovider: notices\neffect_type: external_notification\nname: notice.send\nkind: tool\n";

        CatalogDocument document = CatalogParser.parse("f.yaml", MINIMAL).get(0);

        assertThat(CatalogParser.parse("f.yaml", reordered).get(0)).isEqualTo(document);
        assertThat(tool(MINIMAL + "event: X").version()).isNotEqualTo(document.version());
        assertThat(document.version())
                .hasSize(16)
                .isEqualTo(CanonicalJson.hash(json(document.json())).substring(0, 16));
        assertThat(CatalogParser.document(document.json())).isEqualTo(document);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "honors_key: true | honors_key is not a known field: remove it or correct it; known here: answers, arguments,",
                "timeout: 10 | timeout must be text",
                "timeout: soon | timeout is not a duration: write for example 250ms",
                "timeout: 1h | timeout must be between 1 ms and 300 s",
                "reversibility: maybe | reversibility must be one of compensable, pivot, retryable, noncompensable",
                "reversibility: compensable | compensation is missing",
                "compensation: {tool: undo, arguments: {}} | compensation would never run, because the tool is by its effect type",
                "compensation: {tool: undo} | compensation.arguments must be a mapping",
                "arguments: [] | arguments must be the JSON Schema of an object",
                "honours_key: 'yes' | honours_key must be true or false",
                "answers: {success: [700]} | answers.success must be a list of status codes",
                "answers: {success: ok} | answers.success must be a list of status codes",
                "answers: {success: [200], terminal: [200]} | answers.terminal holds 200, which another list holds too",
                "answers: {accepted: [202]} | answers.accepted needs a lookup",
                "answers: {external_ref: id} | answers.external_ref must be a JSON pointer",
                "lookup: {found: /x} | lookup.request is missing",
                "lookup: {request: {path: /n}, matches: {x: 1}} | lookup.matches.x must be a JSON pointer",
                "lookup: {request: {path: /n, method: DELETE}} | lookup.request.method must be one of GET, POST",
                "lookup: {request: {path: /n, body: {}}} | lookup.request.body has no place in a GET request",
                "lookup: {request: {path: /n}, pending: {pointer: /s}} | lookup.pending.values must be a list of texts",
                "[] | not valid YAML",
                "timeout: 9007199254740993 | send it as a string",
            })
    void shouldSayWhatIsWrongWithAField(String line, String problem) {
        assertThat(problems(MINIMAL + line))
                .anySatisfy(
                        found -> assertThat(found).startsWith("catalog.yaml").contains(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | call.path is missing",
                "{path: notices} | call.path must start with a slash",
                "{path: '/n?x=1'} | call.path must start with a slash and hold plain segments",
                "{path: '//evil/../n'} | call.path holds a . or .. segment",
                "{path: 'http://evil/n'} | call.path must start with a slash",
                "{path: '/n/{id}'} | call.path_parameters lacks id, which the path uses",
                "{path: /n, path_parameters: {id: x}} | call.path_parameters.id is not used",
                "{path: /n, method: TRACE} | call.method must be one of POST, PUT, PATCH, DELETE, GET",
                "{path: /n, headers: {Host: evil}} | call.headers.Host is set by the HTTP client alone",
                "{path: /n, headers: {Transfer-Encoding: chunked}} | call.headers.Transfer-Encoding is set by",
                "{path: /n, headers: {'a b': x}} | call.headers.a b is not a header name",
                "{path: /n, headers: {A: x, a: y}} | call.headers.a is given twice",
                "{path: /n, headers: {A: \"x\\r\\ny\"}} | call.headers.A must be printable ASCII",
                "{path: /n, headers: {A: 'secret:X and more'}} | call.headers.A must name one secret",
                "{path: /n, query: {token: 'secret:X'}} | call.query.token may not be a secret",
                "{path: /n, query: {a: [1]}} | call.query.a must be a single value",
                "{path: /n, bodi: {}} | call.bodi is not a known field",
            })
    void shouldRefuseRequestsThatAreNotWhatTheySeem(String call, String problem) {
        assertThat(problems(MINIMAL.replace("{path: /notices}", call)))
                .anySatisfy(found -> assertThat(found)
                        .startsWith("catalog.yaml, document 1 (tool notice.send): ")
                        .contains(problem));
    }

    @Test
    void shouldReportEveryProblemOfEveryDocumentAtOnce() {
        assertThat(problems("""
                        kind: tool
                        name: a
                        ---
                        kind: tol
                        ---
                        kind: saga
                        name: s
                        steps:
                          - {name: x, tool: a, argument: {}}
                          - {name: x, tool: a}
                        """))
                .containsExactly(
                        "catalog.yaml, document 1 (tool a): effect_type is missing: say what kind of mark the tool leaves on the world.",
                        "catalog.yaml, document 1 (tool a): provider is missing: add it.",
                        "catalog.yaml, document 1 (tool a): call is missing: add it.",
                        "catalog.yaml, document 2: kind must be one of tool, saga, policy, role, agent_grant, limit.",
                        "catalog.yaml, document 3 (saga s): steps[0].argument is not a known field: remove it or correct it; known here: arguments, name, not_before, on_stale, timeout, tool, when.",
                        "catalog.yaml, document 3 (saga s): steps[1].name is taken by an earlier step: give each step a name of its own.");
    }

    @Test
    void shouldRefuseTheSameNameInTwoFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.yaml", MINIMAL);
        files.put("b.yaml", MINIMAL);

        CatalogException refused = catchThrowableOfType(CatalogException.class, () -> CatalogParser.parse(files));

        assertThat(refused.problems())
                .containsExactly(
                        "b.yaml, document 1: name notice.send is taken by a.yaml, document 1: keep one of them.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &x 1@b: *x | line 2: aliases are not supported",
                "a: 1@a: 2 | Duplicate field 'a'",
                "a: [1 | not valid YAML",
                "just text | must be one of tool, saga",
            })
    void shouldRefuseYamlThatWouldBeMisread(String yaml, String problem) {
        assertThat(problems(yaml.replace('@', '\n')))
                .anySatisfy(
                        found -> assertThat(found).startsWith("catalog.yaml").contains(problem));
    }

    @Test
    void shouldReadNothingFromEmptyDocuments() throws Exception {
        assertThat(CatalogParser.parse("f.yaml", "---\n---\n# nothing\n")).isEmpty();
    }

    private static ToolContract tool(String yaml) throws CatalogException {
        return ((CatalogDocument.Tool) CatalogParser.parse("catalog.yaml", yaml).get(0)).contract();
    }

    private static List<String> problems(String yaml) {
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> CatalogParser.parse("catalog.yaml", yaml));
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }
}
