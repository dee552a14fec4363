package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each kind of document that is refused, and for each that looks like one and is not. Invariant 12. */
class RulesTest {
    private static final String TOOLS = """
            kind: tool
            name: read
            effect_type: read
            provider: p
            call: {path: /x, method: GET}
            ---
            kind: tool
            name: sure-read
            effect_type: read
            reversibility: retryable
            provider: p
            call: {path: /x, method: GET}
            ---
            kind: tool
            name: undoable
            effect_type: external_transaction
            reversibility: compensable
            provider: p
            call: {path: /x}
            compensation: {tool: sure, arguments: {id: $/forward/external_ref}}
            ---
            kind: tool
            name: sure
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /x, headers: {Key: $/idempotency_key}}
            ---
            kind: tool
            name: conditional
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            conditional_write: true
            call: {path: /x, headers: {Key: $/idempotency_key, If-Match: "$/expected_version?"}}
            ---
            kind: tool
            name: versioned
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /x, headers: {Key: $/idempotency_key, Version: $/expected_version}}
            ---
            kind: tool
            name: lenient
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /x, headers: {Key: $/idempotency_key, Version: "$/expected_version?"}}
            ---
            kind: tool
            name: blind
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            call: {path: /x}
            ---
            kind: tool
            name: pivot
            effect_type: external_notification
            reversibility: pivot
            provider: p
            call: {path: /x}
            ---
            kind: tool
            name: final
            effect_type: irreversible
            provider: p
            call: {path: /x}
            ---
            """;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "read",
                "undoable",
                "sure",
                "pivot",
                "final",
                "undoable undoable read",
                "undoable read pivot sure",
                "undoable final sure sure",
                "undoable sure",
                "sure sure",
                "sure-read pivot sure-read",
                "read sure-read undoable",
            })
    void shouldAcceptAnOrderThatCanBeUndoneOrFinished(String tools) throws Exception {
        assertThat(problems(saga(tools))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pivot pivot | step s1 is a second pivot after step s0: put it into a saga of its own, or make its tool retryable. [one-pivot]",
                "final pivot | step s0 is noncompensable and stands before step s1, the pivot: put it into a saga of its own, or make its tool retryable and move it behind the pivot. [undoable-before-pivot]",
                "sure pivot | step s0 is retryable and stands before step s1, the pivot: it could not be undone, so move it behind the pivot. [undoable-before-pivot]",
                "sure final | step s0 is retryable and stands before step s1, the pivot: it could not be undone, so move it behind the pivot. [undoable-before-pivot]",
                "pivot final | step s1 is noncompensable, so it can still fail for good, and stands after step s0, the pivot: put it into a saga of its own, or make its tool retryable. [sure-after-pivot]",
                "final final | step s1 is noncompensable, so it can still fail for good, and stands after step s0, the pivot: put it into a saga of its own, or make its tool retryable. [sure-after-pivot]",
                "pivot undoable | step s1 is compensable, so it can still fail for good, and stands after step s0, the pivot: move it before the pivot, or make its tool retryable. [sure-after-pivot]",
                "pivot read | step s1 is compensable, so it can still fail for good, and stands after step s0, the pivot: move it before the pivot, or make its tool retryable. [sure-after-pivot]",
                "sure undoable | step s1 can still fail for good and stands after step s0, which could not be undone: move it before that step, or make its tool retryable. [sure-after-pivot]",
                "undoable blind | step s1 is retryable, but tool blind neither honours the key nor can be looked up: give the contract honours_key or a lookup, or make it noncompensable. [safe-retry]",
                "undoable gone | step s1 uses tool gone, which the catalog does not have: add the tool or correct the name. [known-tool]",
            })
    void shouldRefuseAnOrderThatCouldGetStuck(String tools, String problem) throws Exception {
        assertThat(problems(saga(tools))).containsExactly("saga s: " + problem);
    }

    static Stream<Arguments> acceptedSagas() {
        return Stream.of(
                row(
                        "a pivot named where it is anyway",
                        "pivot: b",
                        "{name: a, tool: undoable}, {name: b, tool: final}"),
                row(
                        "a retryable step named as the pivot",
                        "pivot: b",
                        "{name: a, tool: undoable}, {name: b, tool: sure}"),
                row("what an earlier step leaves", "", """
                        {name: a, tool: undoable},
                        {name: b, tool: undoable, when: $/steps/a/result/x, not_before: "$/steps/a/result/at?",
                         arguments: {ref: $/steps/a/external_ref, all: $/steps/a, in: [$/steps/a/arguments/y]}}"""),
                row("what a step may have left", "", """
                        {name: a, tool: undoable, when: $/arguments/x},
                        {name: b, tool: undoable, arguments: {ref: "$/steps/a/external_ref?"}}"""),
                row("the same condition twice", "", """
                        {name: a, tool: undoable, when: $/arguments/x},
                        {name: b, tool: undoable, when: $/arguments/x, arguments: {ref: $/steps/a/external_ref}}"""),
                row("only when the other step ran", "", """
                        {name: a, tool: undoable, when: $/arguments/x},
                        {name: b, tool: undoable, when: $/steps/a/result, arguments: {ref: $/steps/a/external_ref}}"""),
                row(
                        "a step as long as its saga",
                        "timeout: 1h",
                        "{name: a, tool: sure, timeout: 1h, not_before: 59m}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptedSagas")
    void shouldAcceptASaga(String what, String fields, String steps) throws Exception {
        assertThat(problems("kind: saga\nname: s\n" + fields + "\nsteps: [" + steps + "]"))
                .isEmpty();
    }

    static Stream<Arguments> refusedSagas() {
        return Stream.of(
                row(
                        "a pivot that is not there",
                        "pivot: b",
                        "{name: a, tool: undoable}",
                        "step b is named as the pivot, but there is no such step: correct the name. [named-pivot]"),
                row(
                        "a pivot that can be undone",
                        "pivot: a",
                        "{name: a, tool: undoable}, {name: b, tool: undoable}",
                        "step a is named as the pivot, but tool undoable can be undone: name the step after which nothing can be undone. [named-pivot]"),
                row(
                        "a pivot that changes nothing",
                        "pivot: a",
                        "{name: a, tool: sure-read}",
                        "step a is named as the pivot, but tool sure-read changes nothing: name the step after which nothing can be undone. [named-pivot]"),
                row(
                        "an irreversible step before the named pivot",
                        "pivot: b",
                        "{name: a, tool: final}, {name: b, tool: sure}",
                        "step a is noncompensable and stands before step b, the pivot: put it into a saga of its own, or make its tool retryable and move it behind the pivot. [undoable-before-pivot]"),
                row(
                        "an undoable step after a retryable one that is the pivot",
                        "pivot: a",
                        "{name: a, tool: sure}, {name: b, tool: undoable}",
                        "step b is compensable, so it can still fail for good, and stands after step a, the pivot: move it before the pivot, or make its tool retryable. [sure-after-pivot]"),
                row(
                        "a step that no one knows",
                        "",
                        "{name: a, tool: sure, arguments: {x: $/steps/gone/result}}",
                        "step a points at $/steps/gone/result, but no step is called gone: point at an earlier step. [earlier-step]"),
                row(
                        "no step at all",
                        "",
                        "{name: a, tool: sure, arguments: {x: $/steps}}",
                        "step a points at $/steps, which names no step: point at an earlier step. [earlier-step]"),
                row(
                        "its own result",
                        "",
                        "{name: a, tool: sure, when: $/steps/a/result}",
                        "step a points at $/steps/a/result, its own result, which is not there before it has run: point at an earlier step. [earlier-step]"),
                row(
                        "a later step",
                        "",
                        "{name: a, tool: sure, not_before: $/steps/b/result/at}, {name: b, tool: sure}",
                        "step a points at $/steps/b/result/at, but step b runs later: point at an earlier step, or change the order. [earlier-step]"),
                row(
                        "what no step leaves",
                        "",
                        "{name: a, tool: sure}, {name: b, tool: sure, when: $/steps/a/resutl}",
                        "step b points at $/steps/a/resutl, but a step leaves arguments, external_ref, result only: point at one of them. [earlier-step]"),
                row(
                        "what may be missing",
                        "",
                        """
                        {name: a, tool: undoable, when: $/arguments/x},
                        {name: b, tool: undoable, arguments: {ref: $/steps/a/external_ref}}""",
                        "step b points at $/steps/a/external_ref, but step a may be passed over: end the pointer with ?, or give this step the same when. [passed-over]"),
                row(
                        "what may be missing under another condition",
                        "",
                        """
                        {name: a, tool: undoable, when: $/arguments/x},
                        {name: b, tool: undoable, when: $/arguments/y, not_before: $/steps/a/result/at}""",
                        "step b points at $/steps/a/result/at, but step a may be passed over: end the pointer with ?, or give this step the same when. [passed-over]"),
                row(
                        "nothing a template can see",
                        "",
                        "{name: a, tool: sure, arguments: {x: $/argumnets/y}}",
                        "step a: $/argumnets/y points outside what a template can see here, which is arguments, command, expected_version, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]"),
                row(
                        "what only a compensation can see",
                        "",
                        "{name: a, tool: sure, when: $/forward/result}",
                        "step a: $/forward/result points outside what a template can see here, which is arguments, command, expected_version, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]"),
                row(
                        "a step longer than its saga",
                        "timeout: 1h",
                        "{name: a, tool: sure, timeout: 90m}",
                        "step a may take 90m, longer than the whole saga with 1h: shorten the step's timeout or lengthen the saga's. [time-fits]"),
                row(
                        "a step that starts after its saga's end",
                        "timeout: 1h",
                        "{name: a, tool: sure, not_before: PT1H}",
                        "step a would start 1h after the saga, which must have ended after 1h: shorten its not_before or lengthen the saga's timeout. [time-fits]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedSagas")
    void shouldRefuseASaga(String what, String fields, String steps, String problem) throws Exception {
        assertThat(problems("kind: saga\nname: s\n" + fields + "\nsteps: [" + steps + "]"))
                .containsExactly("saga s: " + problem);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "lookup: {request: {path: '/x/{ref}', path_parameters: {ref: $/external_ref}}}",
                "honours_key: true, call: {path: /x, body: {key: $/idempotency_key}}",
                "conditional_write: true, call: {path: /x, headers: {If-Match: $/expected_version}}",
                "reversibility: compensable, compensation: {tool: sure, arguments: {}, when: $/forward/result/due}",
                "reversibility: compensable, compensation: {tool: read, arguments: {run: $/command/run_id}}",
                "reversibility: compensable, compensation: {tool: lenient, arguments: {}}",
            })
    void shouldAcceptATool(String fields) throws Exception {
        assertThat(problems(tool(fields))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reversibility: compensable, compensation: {tool: gone, arguments: {}} | its compensation gone is not in the catalog: add the tool or correct the name. [known-tool]",
                "reversibility: compensable, compensation: {tool: t, arguments: {}} | its compensation names the tool itself: name the tool that undoes it. [undo-ends]",
                "reversibility: compensable, compensation: {tool: undoable, arguments: {}} | its compensation undoable has a compensation of its own, which would never run: use a retryable tool that has none. [undo-ends]",
                "reversibility: compensable, compensation: {tool: pivot, arguments: {}} | its compensation pivot is pivot of type external_notification, but must be retried until it is done: use a retryable tool of another type. [undo-certain]",
                "reversibility: compensable, compensation: {tool: final, arguments: {}} | its compensation final is noncompensable of type irreversible, but must be retried until it is done: use a retryable tool of another type. [undo-certain]",
                "reversibility: compensable, compensation: {tool: blind, arguments: {}} | its compensation blind neither honours the key nor can be looked up: give that contract honours_key or a lookup. [undo-idempotent]",
                "effect_type: draft, reversibility: compensable, compensation: {tool: sure, arguments: {}} | its compensation sure is of type internal_mutation, riskier than its own type draft, and would run without an approval: give the tool the riskier type, or undo it otherwise. [undo-no-riskier]",
                "reversibility: compensable, compensation: {tool: conditional, arguments: {}} | its compensation conditional sends $/expected_version, but what it undoes has changed the version of the target: let it send none, and say no conditional_write. [undo-any-version]",
                "reversibility: compensable, compensation: {tool: versioned, arguments: {}} | its compensation versioned sends $/expected_version, but what it undoes has changed the version of the target: let it send none, and say no conditional_write. [undo-any-version]",
                "reversibility: compensable, compensation: {tool: sure, arguments: {v: $/expected_version}} | $/expected_version points outside what a template can see here, which is arguments, command, forward, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]",
                "conditional_write: true | conditional_write is true, but the call never sends $/expected_version: send it where the provider expects it. [version-sent]",
                "honours_key: true | honours_key is true, but the call never sends $/idempotency_key: send it where the provider expects it. [key-sent]",
                "call: {path: /x, body: {list: []}, atomic: {items: /list, max: 2, flag: /all}} | its call is one that is done all or none, but its body does not hold true at /all, without which the provider may do a part of it: set it. [all-or-none]",
                "lookup: {request: {path: /x, query: {k: $/key}}} | $/key points outside what a template can see here, which is arguments, command, expected_version, external_ref, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]",
                "call: {path: /x, body: {ref: $/external_ref}} | $/external_ref points outside what a template can see here, which is arguments, command, expected_version, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]",
                "reversibility: compensable, compensation: {tool: sure, arguments: {}, when: $/forwrad/result} | $/forwrad/result points outside what a template can see here, which is arguments, command, forward, idempotency_key, saga_id, steps: correct it, or write $$ for a dollar sign. [in-scope]",
            })
    void shouldRefuseATool(String fields, String problem) throws Exception {
        assertThat(problems(tool(fields))).containsExactly("tool t: " + problem);
    }

    @Test
    void shouldRefuseToolsThatUndoEachOther() throws Exception {
        String undoes = """
                kind: tool
                name: %s
                effect_type: internal_mutation
                provider: p
                call: {path: /x}
                compensation: {tool: %s, arguments: {}}
                ---
                """;

        assertThat(problems(undoes.formatted("a", "b") + undoes.formatted("b", "c") + undoes.formatted("c", "a")))
                .hasSize(3)
                .contains("tool a: its compensations go in a circle, a to b to c to a: let it end with a retryable tool"
                        + " that has no compensation. [undo-ends]");
    }

    private static Arguments row(String... cells) {
        return Arguments.of((Object[]) cells);
    }

    private static String saga(String tools) {
        StringBuilder saga = new StringBuilder("kind: saga\nname: s\nsteps:\n");
        String[] names = tools.split(" ", -1);
        for (int i = 0; i < names.length; i++) {
            saga.append("  - {name: s%d, tool: %s}\n".formatted(i, names[i]));
        }
        return saga.toString();
    }

    private static String tool(String fields) {
        return "{kind: tool, name: t, provider: p, "
                + (fields.contains("effect_type: ") ? "" : "effect_type: internal_mutation, ")
                + (fields.contains("call: ") ? "" : "call: {path: /x}, ") + fields + "}";
    }

    private static List<String> problems(String yaml) throws CatalogException {
        List<String> documents = new ArrayList<>();
        for (CatalogDocument document : CatalogParser.parse("f.yaml", TOOLS + yaml)) {
            documents.add(document.json());
        }
        return CatalogSnapshot.of(documents).problems();
    }
}
