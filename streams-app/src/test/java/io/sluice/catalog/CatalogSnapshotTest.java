package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.effect.Reversibility;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogSnapshotTest {
    private static final String TOOL = """
            {"kind":"tool","name":"%s","effect_type":"%s","reversibility":"%s","provider":"p","call":{"path":"/x"}%s}""";

    @Test
    void shouldBeEmptyBeforeAnythingWasApplied() {
        assertThat(CatalogSnapshot.empty().isEmpty()).isTrue();
        assertThat(CatalogSnapshot.empty().tool("a")).isEmpty();
        assertThat(CatalogSnapshot.empty().toDocuments()).isEmpty();
    }

    @Test
    void shouldKeepEarlierVersionsReadable() throws Exception {
        CatalogSnapshot first = CatalogSnapshot.of(List.of(retryable("a", "")));
        String old = first.tool("a").orElseThrow().version();

        CatalogSnapshot second = first.with(List.of(retryable("a", ",\"event\":\"Done\"")));

        ToolContract inForce = second.tool("a").orElseThrow();
        assertThat(inForce.event()).isEqualTo("Done");
        assertThat(second.tool("a", inForce.version())).contains(inForce);
        assertThat(second.tool("a", old)).isEqualTo(first.tool("a"));
        assertThat(first.tool("a", inForce.version()))
                .as("a snapshot never changes")
                .isEmpty();
    }

    @Test
    void shouldPutAnEarlierVersionBackInForce() throws Exception {
        String one = retryable("a", "");
        String two = retryable("a", ",\"event\":\"Done\"");

        CatalogSnapshot back = CatalogSnapshot.of(List.of(one, two)).with(List.of(one));

        assertThat(back.tool("a").orElseThrow().event()).isNull();
        assertThat(back.toDocuments()).hasSize(2);
        assertThat(CatalogSnapshot.of(back.toDocuments()).tool("a")).isEqualTo(back.tool("a"));
    }

    @Test
    void shouldComeBackFromItsDocuments() throws Exception {
        CatalogSnapshot snapshot = CatalogSnapshot.of(List.of(
                retryable("a", ""),
                "{\"kind\":\"saga\",\"name\":\"s\",\"steps\":[{\"name\":\"x\",\"tool\":\"a\"}]}",
                retryable("a", ",\"event\":\"Done\"")));

        CatalogSnapshot restored = CatalogSnapshot.of(snapshot.toDocuments());

        assertThat(restored.toDocuments()).isEqualTo(snapshot.toDocuments()).hasSize(3);
        assertThat(restored.tool("a")).isEqualTo(snapshot.tool("a"));
        assertThat(restored.definition("s")).isEqualTo(snapshot.definition("s")).isPresent();
        assertThat(restored.definition(
                        "s", restored.definition("s").orElseThrow().version()))
                .isPresent();
    }

    @Test
    void shouldRefuseADocumentThatCannotBeRead() {
        assertThatThrownBy(() -> CatalogSnapshot.of(List.of("{\"kind\":\"tool\"}")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("name is missing");
        assertThatThrownBy(() -> CatalogSnapshot.of(List.of("not json")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("not JSON");
    }

    // Invariant 12: the pivot is a one-way door.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "undoable, pivot, retry | ",
                "undoable, undoable | ",
                "undoable, final, retry, retry | ",
                "read, undoable, read, pivot, retry | ",
                "retry, retry | ",
                "undoable, retry | ",
                "pivot | ",
                "retryable-read, pivot, retryable-read | ",
                "pivot, undoable | step s1 is compensable and stands after step s0, the pivot",
                "pivot, read | step s1 is compensable and stands after step s0, the pivot",
                "pivot, final | step s1 is noncompensable and stands after step s0, the pivot",
                "final, pivot | step s1 is pivot and stands after step s0, the pivot",
                "retry, pivot | step s0 is retryable and stands before step s1, the pivot",
                "retry, undoable | step s1 can still fail and stands after step s0",
                "retry, read | step s1 can still fail and stands after step s0",
                "undoable, gone | step s1 uses tool gone, which the catalog does not have",
            })
    void shouldCheckTheOrderOfSteps(String tools, String problem) throws Exception {
        StringBuilder saga = new StringBuilder("{\"kind\":\"saga\",\"name\":\"s\",\"steps\":[");
        String[] names = tools.split(", ", -1);
        for (int i = 0; i < names.length; i++) {
            saga.append(i == 0 ? "" : ",").append("{\"name\":\"s%d\",\"tool\":\"%s\"}".formatted(i, names[i].strip()));
        }

        List<String> problems = CatalogSnapshot.of(List.of(
                        TOOL.formatted("pivot", "external_notification", "pivot", ""),
                        TOOL.formatted("final", "external_transaction", "noncompensable", ""),
                        TOOL.formatted("read", "read", "compensable", ""),
                        TOOL.formatted("retryable-read", "read", "retryable", ""),
                        TOOL.formatted(
                                "undoable",
                                "internal_mutation",
                                "compensable",
                                ",\"compensation\":{\"tool\":\"retry\",\"arguments\":{}}"),
                        retryable("retry", ""),
                        saga.append("]}").toString()))
                .problems();

        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("saga s: ")
                    .contains(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"tool\":\"a\",\"arguments\":{\"r\":\"$/steps/y/result\"}} | step x points at $/steps/y/result, but no earlier step is called y",
                "{\"name\":\"x\",\"tool\":\"a\",\"arguments\":{\"r\":\"$/steps/x/result\"}} | no earlier step is called x",
                "{\"name\":\"x\",\"tool\":\"a\",\"arguments\":{\"r\":\"$/argumnets/z\"}} | $/argumnets/z points outside what a template can see",
            })
    void shouldCheckWhatAStepPointsAt(String step, String problem) throws Exception {
        assertThat(CatalogSnapshot.of(List.of(
                                retryable("a", ""),
                                "{\"kind\":\"saga\",\"name\":\"s\",\"steps\":[" + step
                                        + ",{\"name\":\"y\",\"tool\":\"a\"}]}"))
                        .problems())
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compensable | ,\"compensation\":{\"tool\":\"gone\",\"arguments\":{}} | compensation tool gone is not in the catalog",
                "compensable | ,\"compensation\":{\"tool\":\"a\",\"arguments\":{}} | compensation names the tool itself",
                "retryable | ,\"honours_key\":true | honours_key is true, but the call never sends $/idempotency_key",
                "retryable | ,\"lookup\":{\"request\":{\"path\":\"/x\",\"query\":{\"k\":\"$/key\"}}} | $/key points outside",
            })
    void shouldCheckATool(String reversibility, String fields, String problem) throws Exception {
        assertThat(CatalogSnapshot.of(List.of(TOOL.formatted("a", "internal_mutation", reversibility, fields)))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("tool a: ")
                .contains(problem);
    }

    @Test
    void shouldCheckOnlyWhatIsInForce() throws Exception {
        CatalogSnapshot broken = CatalogSnapshot.of(List.of(retryable("a", ",\"honours_key\":true")));

        assertThat(broken.problems()).hasSize(1);
        assertThat(broken.with(List.of(retryable("a", ""))).problems()).isEmpty();
        assertThat(broken.tool("a").orElseThrow().reversibility()).isEqualTo(Reversibility.RETRYABLE);
    }

    private static String retryable(String name, String fields) {
        return TOOL.formatted(name, "internal_mutation", "retryable", fields);
    }
}
