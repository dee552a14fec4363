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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    private static final String COMMAND = """
            {"command":{"target_id":"case-7","recipient_id":"r-1","artifact_id":"doc","artifact_version":"3"},
             "arguments":{},"idempotency_key":"k1","steps":{"check":{"result":{"digest":"d1"}}}}""";

    @ParameterizedTest
    @ValueSource(strings = {"enforcement-notice", "business-trip", "customer-onboarding"})
    void shouldHoldTogether(String name) throws Exception {
        CatalogSnapshot catalog = example(name);

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.definition(name)).isPresent();
    }

    @Test
    void shouldUndoTheDispatchButNotTheNotice() throws Exception {
        CatalogSnapshot catalog = example("enforcement-notice");

        assertThat(catalog.tool("case.register-dispatch").orElseThrow().reversibility())
                .isEqualTo(Reversibility.COMPENSABLE);
        assertThat(catalog.tool("notice.send").orElseThrow().reversibility()).isEqualTo(Reversibility.PIVOT);
    }

    @Test
    void shouldRenderWhatIsRegisteredAndSentFromTheCommandAndTheCheckAlone() throws Exception {
        CatalogSnapshot catalog = example("enforcement-notice");
        for (SagaDefinition.StepDefinition step :
                catalog.definition("enforcement-notice").orElseThrow().steps().stream()
                        .filter(each -> List.of("register", "send").contains(each.name()))
                        .toList()) {
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"external_ref\":\"room-1\"} | [\"seat-1\",\"room-1\",\"card-1\"]",
                "null | [\"seat-1\",\"card-1\"]",
            })
    void shouldCaptureWhatWasHeldAtTheQuotedPrice(String hotel, String holds) throws Exception {
        RenderedRequest capture = trip("capture", """
                {"command":{"target_id":"offer-1"},"arguments":{"cost_centre":"cc-12"},"idempotency_key":"k1",
                 "steps":{"quote":{"result":{"total":"412.50"}},"hold-flight":{"external_ref":"seat-1"},"hold-hotel":%s,
                  "hold-card":{"external_ref":"card-1"}}}""".formatted(hotel));

        assertThat(capture.path()).isEqualTo("/bookings");
        assertThat(json(String.valueOf(capture.body()))).isEqualTo(json("""
                {"holds":%s,"cost_centre":"cc-12","total":"412.50"}""".formatted(holds)));
    }

    @Test
    void shouldPostBothLinesInOneCall() throws Exception {
        RenderedRequest post = trip("post", """
                {"arguments":{"cost_centre":"cc-12"},"idempotency_key":"k2",
                 "steps":{"quote":{"result":{"total":"412.50"}},"capture":{"external_ref":"trip-1"}}}""");

        assertThat(post.path()).isEqualTo("/entries/k2");
        assertThat(json(String.valueOf(post.body())).path("lines")).isEqualTo(json("""
                [{"account":"travel-expenses","cost_centre":"cc-12","debit":"412.50"},
                 {"account":"accounts-payable","credit":"412.50"}]"""));
    }

    @Test
    void shouldReleaseOnlyARoomThatWasHeld() throws Exception {
        ToolContract.Compensation release = Objects.requireNonNull(
                example("business-trip").tool("hotel.hold").orElseThrow().compensation());
        String when = Objects.requireNonNull(release.when());

        assertThat(Conditions.holds(when, scope("{\"forward\":{\"result\":{\"held_until\":\"2027-01-01\"}}}")))
                .isTrue();
        assertThat(Conditions.holds(when, scope("{\"forward\":{\"result\":{\"held_until\":null}}}")))
                .isFalse();
    }

    private static RenderedRequest trip(String name, String document) throws Exception {
        CatalogSnapshot catalog = example("business-trip");
        SagaDefinition.StepDefinition step = catalog.definition("business-trip").orElseThrow().steps().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        JsonNode arguments = Renderer.json(step.arguments(), scope(document));
        Scope scope = new Scope(((ObjectNode) json(document)).set("arguments", arguments));
        return Renderer.call(catalog.tool(step.tool()).orElseThrow(), scope);
    }

    private static CatalogSnapshot example(String name) throws Exception {
        Path file = Path.of("..", "examples", name, "catalog.yaml");
        return CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", Files.readString(file)).stream()
                .map(CatalogDocument::json)
                .toList());
    }
}
