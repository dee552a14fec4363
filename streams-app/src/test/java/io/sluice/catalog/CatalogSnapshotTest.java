package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.effect.Reversibility;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogSnapshotTest {
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
    void shouldReadOnceWhatCatalogsOfOneProcessShare() throws Exception {
        DocumentCache cache = new DocumentCache();
        String json =
                CatalogParser.parse("a.yaml", retryable("a", "")).getFirst().json();

        CatalogSnapshot one = CatalogSnapshot.empty(cache, false).with(List.of(json));
        CatalogSnapshot other = CatalogSnapshot.empty(cache, false).with(List.of(new String(json.toCharArray())));

        assertThat(other.tool("a").orElseThrow())
                .isSameAs(one.tool("a").orElseThrow())
                .isNotSameAs(CatalogSnapshot.of(List.of(json)).tool("a").orElseThrow());
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

    @Test
    void shouldCheckOnlyWhatIsInForce() throws Exception {
        CatalogSnapshot broken = CatalogSnapshot.of(List.of(retryable("a", ",\"honours_key\":true")));

        assertThat(broken.problems()).hasSize(1);
        assertThat(broken.with(List.of(retryable("a", ""))).problems()).isEmpty();
        assertThat(broken.tool("a").orElseThrow().reversibility()).isEqualTo(Reversibility.RETRYABLE);
    }

    private static String retryable(String name, String fields) {
        return "{\"kind\":\"tool\",\"name\":\"" + name + "\",\"effect_type\":\"internal_mutation\","
                + "\"reversibility\":\"retryable\",\"provider\":\"p\",\"call\":{\"path\":\"/x\"}" + fields + "}";
    }
}
