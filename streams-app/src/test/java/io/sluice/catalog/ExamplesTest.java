package io.sluice.catalog;

import static io.sluice.catalog.Contracts.json;
import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.effect.RenderedRequest;
import io.sluice.effect.Reversibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final String COMMAND = """
            {"command":{"target_id":"case-7","recipient_id":"r-1","artifact_id":"doc","artifact_version":"3"},
             "arguments":{},"idempotency_key":"k1"}""";

    @Test
    void shouldHoldTogether() throws Exception {
        CatalogSnapshot catalog = enforcementNotice();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.tool("case.register-dispatch").orElseThrow().reversibility())
                .isEqualTo(Reversibility.COMPENSABLE);
        assertThat(catalog.tool("notice.send").orElseThrow().reversibility()).isEqualTo(Reversibility.PIVOT);
    }

    @Test
    void shouldRenderBothStepsFromTheCommandAlone() throws Exception {
        CatalogSnapshot catalog = enforcementNotice();
        for (SagaDefinition.StepDefinition step :
                catalog.definition("enforcement-notice").orElseThrow().steps()) {
            ToolContract tool = catalog.tool(step.tool()).orElseThrow();
            JsonNode arguments = Renderer.json(step.arguments(), scope(COMMAND));
            Scope scope = new Scope(((ObjectNode) json(COMMAND)).set("arguments", arguments));

            RenderedRequest call = Renderer.call(tool, scope);
            RenderedRequest readBack = Renderer.lookup(Objects.requireNonNull(tool.lookup()), tool, scope);

            assertThat(call.headers()).containsEntry("Idempotency-Key", "k1");
            assertThat(json(String.valueOf(call.body()))).isEqualTo(arguments);
            assertThat(readBack.path()).isEqualTo(call.path() + "?key=k1");
            assertThat(readBack.expected()).containsEntry("/items/0/body/case_id", "\"case-7\"");
        }
    }

    private static CatalogSnapshot enforcementNotice() throws Exception {
        Path file = Path.of("..", "examples", "enforcement-notice", "catalog.yaml");
        return CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", Files.readString(file)).stream()
                .map(CatalogDocument::json)
                .toList());
    }
}
