package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Checklist.Item;
import io.sluice.catalog.Checklist.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecklistTest {
    private static final String GOOD = """
            kind: tool
            name: t
            effect_type: internal_mutation
            provider: p
            reversibility: retryable
            arguments: {properties: {artifact_id: {}, artifact_version: {}}}
            call:
              path: /t
              headers: {Idempotency-Key: $/idempotency_key, If-Match: $/command/expected_version}
              body: {artifact: $/arguments/artifact_id, version: $/arguments/artifact_version}
            answers: {external_ref: /id}
            lookup: {request: {path: /t}}
            """;

    @Test
    void shouldLeaveNothingOpenWhereTheContractSeesToAllOfIt() throws Exception {
        assertThat(open(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arguments: {properties: {artifact_id: {}, artifact_version: {}}} | | arguments declared",
                "lookup: {request: {path: /t}} | | reconciliation path;crash windows",
                "answers: {external_ref: /id} | | external reference",
                "reversibility: retryable | | compensation where possible",
                "Idempotency-Key: $/idempotency_key | Key: x | stable key",
                "If-Match: $/command/expected_version | If-Match: x | expected version",
                "version: $/arguments/artifact_version | version: x | approval bound to artifact, version and action",
            })
    void shouldNameWhatIsOpen(String part, String instead, String open) throws Exception {
        assertThat(open(GOOD.replace(part, instead == null ? "" : instead))).containsExactly(open.split(";"));
    }

    @Test
    void shouldAskOfAReadOnlyWhatARead() throws Exception {
        assertThat(
                        open(
                                "kind: tool\nname: t\neffect_type: read\nprovider: p\narguments: {}\ncall: {method: GET, path: /t}\n"))
                .isEmpty();
    }

    @Test
    void shouldHaveTheSameItemsForEveryTool() throws Exception {
        Path example = Path.of("..", "examples", "enforcement-notice", "catalog.yaml");
        List<CatalogDocument> documents = CatalogParser.parse("catalog.yaml", Files.readString(example));

        assertThat(documents.stream()
                        .filter(CatalogDocument.Tool.class::isInstance)
                        .map(document ->
                                Checklist.of(((CatalogDocument.Tool) document).contract(), CatalogSnapshot.empty())
                                        .stream()
                                        .map(Item::name)
                                        .toList())
                        .distinct())
                .hasSize(1);
    }

    /** Tools of the business trip, and items that mean nothing for them. */
    @ParameterizedTest
    @CsvSource({
        "trip.quote, stable key",
        "trip.quote, compensation where possible",
        "hold.release, external reference",
        "ledger.post, external reference",
        "flight.hold, expected version",
        "flight.hold, approval where the impact is high",
        "trip.capture, expected version",
        "ledger.post, 'approval bound to artifact, version and action'",
    })
    void shouldNotAskForWhatMeansNothing(String tool, String item) throws Exception {
        Path example = Path.of("..", "examples", "business-trip", "catalog.yaml");
        List<CatalogDocument> documents = CatalogParser.parse("catalog.yaml", Files.readString(example));
        CatalogDocument.Tool document = (CatalogDocument.Tool) documents.stream()
                .filter(each -> each.name().equals(tool))
                .findFirst()
                .orElseThrow();

        assertThat(items(document, State.NOT_NEEDED, documents)).contains(item);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {name: any, result: allow} | OPEN",
                "- {name: t, when: contract.name == 't', result: allow} | OPEN",
                "- {name: small, when: command.arguments.total < 5, result: allow} | YOURS",
                "- {name: other, when: contract.name == 'u', result: allow} | CONTRACT",
                "- {name: seniors, result: require_approval} | CONTRACT",
            })
    void shouldTellWhichRulesLetItThroughWithoutAReviewer(String rule, State state) throws Exception {
        List<CatalogDocument> documents =
                CatalogParser.parse("catalog.yaml", GOOD + "---\nkind: policy\nname: p\nrules:\n" + rule);

        assertThat(items((CatalogDocument.Tool) documents.getFirst(), state, documents))
                .contains("approval where the impact is high");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools: [t] | CONTRACT",
                "tools: ['*'] | CONTRACT",
                "effect_types: [internal_mutation] | CONTRACT",
                "sagas: [uses] | CONTRACT",
                "tools: [u] | OPEN",
                "effect_types: [read] | OPEN",
                "sagas: [other] | OPEN",
            })
    void shouldTellWhetherAnybodyIsGrantedIt(String granted, State state) throws Exception {
        List<CatalogDocument> documents = CatalogParser.parse(
                "catalog.yaml",
                GOOD + "---\n" + GOOD.replace("name: t\n", "name: u\n")
                        + "---\nkind: saga\nname: uses\nsteps: [{name: one, tool: t}]\n"
                        + "---\nkind: saga\nname: other\nsteps: [{name: one, tool: u}]\n"
                        + "---\nkind: agent_grant\nname: g\nagents: [a]\ntenants: ['*']\n" + granted);

        assertThat(items((CatalogDocument.Tool) documents.getFirst(), state, documents))
                .contains("agent grants");
    }

    @Test
    void shouldNotAskForAGrantOfWhatOnlyUndoes() throws Exception {
        List<CatalogDocument> documents = CatalogParser.parse(
                "catalog.yaml",
                GOOD + "---\n"
                        + GOOD.replace("name: t\n", "name: u\n")
                                .replace("retryable", "compensable\ncompensation: {tool: t, arguments: {}}"));

        assertThat(items((CatalogDocument.Tool) documents.getFirst(), State.NOT_NEEDED, documents))
                .contains("agent grants");
        assertThat(items((CatalogDocument.Tool) documents.getLast(), State.OPEN, documents))
                .contains("agent grants");
    }

    @Test
    void shouldSayWhyAnItemIsNotNeeded() throws Exception {
        CatalogDocument.Tool tool = (CatalogDocument.Tool) CatalogParser.parse(
                        "catalog.yaml",
                        GOOD.replace("If-Match: $/command/expected_version", "If-Match: x")
                                + "expected_version: {required: false}\n")
                .getFirst();

        List<Item> notNeeded = Checklist.of(tool.contract(), CatalogSnapshot.empty()).stream()
                .filter(item -> item.state() == State.NOT_NEEDED)
                .toList();

        assertThat(notNeeded).extracting(Item::name).contains("expected version");
        assertThat(notNeeded).extracting(Item::advice).doesNotContainNull();
    }

    private static List<String> items(CatalogDocument.Tool tool, State state) throws CatalogException {
        List<CatalogDocument> grants = CatalogParser.parse(
                "grants.yaml", "kind: agent_grant\nname: g\nagents: [a]\ntenants: ['*']\ntools: ['*']");
        return items(tool, state, grants);
    }

    private static List<String> items(CatalogDocument.Tool tool, State state, List<CatalogDocument> catalog)
            throws CatalogException {
        CatalogSnapshot snapshot =
                CatalogSnapshot.of(catalog.stream().map(CatalogDocument::json).toList());
        return Checklist.of(tool.contract(), snapshot).stream()
                .filter(item -> item.state() == state)
                .map(Item::name)
                .toList();
    }

    private static List<String> open(String yaml) throws CatalogException {
        CatalogDocument.Tool tool =
                (CatalogDocument.Tool) CatalogParser.parse("catalog.yaml", yaml).getFirst();
        return items(tool, State.OPEN);
    }
}
