package io.sluice.catalog;

import static io.sluice.catalog.Contracts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SagaParserTest {
    private static final String STEP = "{name: book, tool: hotel.book%s}";

    @Test
    void shouldReadEveryFieldOfASaga() throws Exception {
        CatalogDocument document = CatalogParser.parse("f.yaml", """
                        kind: saga
                        name: trip
                        timeout: 3d
                        pivot: pay
                        steps:
                          - {name: book, tool: hotel.book}
                          - name: pay
                            tool: card.pay
                            arguments: {ref: $/steps/book/external_ref}
                            when: $/arguments/price
                            not_before: $/arguments/pay_on?
                            timeout: PT2H
                            on_stale: reload
                        """).get(0);

        assertThat(((CatalogDocument.Saga) document).definition())
                .isEqualTo(new SagaDefinition(
                        "trip",
                        document.version(),
                        Duration.ofDays(3),
                        "pay",
                        List.of(
                                new SagaDefinition.StepDefinition("book", "hotel.book", json("{}")),
                                new SagaDefinition.StepDefinition(
                                        "pay",
                                        "card.pay",
                                        json("{\"ref\":\"$/steps/book/external_ref\"}"),
                                        "$/arguments/price",
                                        "$/arguments/pay_on?",
                                        Duration.ofHours(2),
                                        VersionRules.OnStale.RELOAD))));
    }

    @ParameterizedTest
    @CsvSource({"2h", "P3D", "2027-01-31T08:00:00Z", "2027-01-31T08:00:00+01:00", "$/arguments/at"})
    void shouldTakeAnyMomentNotToStartBefore(String notBefore) throws Exception {
        CatalogDocument document = CatalogParser.parse(
                        "f.yaml", saga(STEP.formatted(", not_before: \"" + notBefore + "\"")))
                .get(0);

        assertThat(((CatalogDocument.Saga) document).definition().steps())
                .singleElement()
                .extracting(SagaDefinition.StepDefinition::notBefore)
                .isEqualTo(notBefore);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "when: true | steps[0].when must be text",
                "when: 'yes' | steps[0].when must point at a value: write for example $/arguments/needs_hotel",
                "when: $$/arguments/x | steps[0].when must point at a value",
                "not_before: tomorrow | steps[0].not_before is no moment: write an instant such as",
                "not_before: 400d | steps[0].not_before must be between 0 s and 31622400 s after the start",
                "not_before: PT-1H | steps[0].not_before must be between 0 s and",
                "not_before: 7 | steps[0].not_before must be text",
                "timeout: 0s | steps[0].timeout must be between 1 ms and",
                "timeout: 400d | steps[0].timeout must be between 1 ms and",
                "arguments: [1] | steps[0].arguments must be a mapping",
                "argument: {} | steps[0].argument is not a known field: remove it or correct it; known here: arguments, name, not_before, on_stale, timeout, tool, when",
            })
    void shouldSayWhatIsWrongWithAStep(String field, String problem) {
        assertThat(problems(saga(STEP.formatted(", " + field))))
                .singleElement()
                .asString()
                .startsWith("catalog.yaml, document 1 (saga trip): ")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steps: [] | steps must be a list that is not empty",
                "pivot: a b | pivot is not a name",
                "pivot: '' | pivot must be text that is not empty",
                "name: other | Duplicate field 'name'",
            })
    void shouldSayWhatIsWrongWithASaga(String line, String problem) {
        assertThat(problems("kind: saga\nname: trip\n" + line))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void shouldBoundTheNumberOfSteps() throws Exception {
        assertThat(CatalogParser.parse("f.yaml", saga(steps(SagaDefinition.MAX_STEPS))))
                .hasSize(1);
        assertThat(problems(saga(steps(SagaDefinition.MAX_STEPS + 1))))
                .singleElement()
                .asString()
                .endsWith("steps holds 101 steps, more than the bound of 100: split the saga.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "when: $/forward/result/refund_due | ",
                "when: due | compensation.when must point at a value",
            })
    void shouldReadTheConditionOfACompensation(String when, String problem) throws Exception {
        String yaml = """
                kind: tool
                name: card.pay
                effect_type: internal_mutation
                provider: cards
                call: {path: /payments}
                compensation: {tool: card.refund, arguments: {}, %s}
                """.formatted(when);

        if (problem == null) {
            ToolContract.Compensation compensation = ((CatalogDocument.Tool)
                            CatalogParser.parse("f.yaml", yaml).get(0))
                    .contract()
                    .compensation();
            assertThat(compensation)
                    .isEqualTo(new ToolContract.Compensation("card.refund", json("{}"), "$/forward/result/refund_due"));
        } else {
            assertThat(problems(yaml)).singleElement().asString().contains(problem);
        }
    }

    private static String saga(String steps) {
        return "kind: saga\nname: trip\nsteps: [" + steps + "]\n";
    }

    private static String steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{name: s" + i + ", tool: hotel.book}")
                .collect(Collectors.joining(", "));
    }

    private static List<String> problems(String yaml) {
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> CatalogParser.parse("catalog.yaml", yaml));
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }
}
