package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentRulesTest {
    private static final String NOTE = """
            kind: tool
            name: note
            effect_type: read
            provider: p
            arguments: {required: [text], properties: {text: {type: string}, to: {type: string}}}
            call: {path: /note, body: {text: $/arguments/text}}
            ---
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{text: x} | ''",
                "{text: x, to: $/arguments/who} | ''",
                "{} | step a lacks text, which tool note requires: correct the arguments or the tool's contract. [arguments-fit]",
                "{text: x, too: y} | step a gives too, which tool note does not declare: correct the arguments or the tool's contract. [arguments-fit]",
                "{text: $/arguments/whom} | step a points at $/arguments/whom, but arguments declares no whom: declare it or correct the pointer. [argument-declared]",
            })
    void shouldHoldAStepToWhatItsToolDeclares(String arguments, String problem) throws Exception {
        assertThat(problems(NOTE + """
                kind: saga
                name: s
                arguments: {properties: {who: {type: string}}}
                steps: [{name: a, tool: note, arguments: %s}]
                """.formatted(arguments)))
                .containsExactlyElementsOf(problem.isEmpty() ? List.of() : List.of("saga s: " + problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call: {path: /x, body: {a: $/arguments/b}} | tool t: points at $/arguments/b, but arguments declares no b",
                "lookup: {request: {path: /x, query: {a: $/arguments/b}}} | tool t: points at $/arguments/b, but",
                "compensation: {tool: note, arguments: {txt: x}} | tool t: its compensation gives txt, which tool note does not declare, and lacks text",
            })
    void shouldHoldAToolToWhatItDeclares(String field, String problem) throws Exception {
        String tool = "kind: tool\nname: t\neffect_type: read\nprovider: p\narguments: {properties: {a: {}}}\n"
                + (field.startsWith("call") ? "" : "call: {path: /x}\n");

        assertThat(problems(NOTE + tool + field))
                .anySatisfy(found -> assertThat(found).startsWith(problem));
    }

    private static List<String> problems(String yaml) throws CatalogException {
        List<String> documents = new ArrayList<>();
        for (CatalogDocument document : CatalogParser.parse("f.yaml", yaml)) {
            documents.add(document.json());
        }
        return CatalogSnapshot.of(documents).problems();
    }
}
