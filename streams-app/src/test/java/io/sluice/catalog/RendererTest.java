package io.sluice.catalog;

import static io.sluice.catalog.Contracts.contract;
import static io.sluice.catalog.Contracts.get;
import static io.sluice.catalog.Contracts.json;
import static io.sluice.catalog.Contracts.post;
import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.catalog.ToolContract.RequestTemplate;
import io.sluice.effect.RenderedRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RendererTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"$/arguments/a\" | 1",
                "{\"x\":\"$/arguments/a\",\"y\":\"literal\"} | {\"x\":1,\"y\":\"literal\"}",
                "[\"$/arguments/list\",\"$/arguments/list/1\"] | [[\"p\",\"q\"],\"q\"]",
                "{\"whole\":\"$/arguments\"} | {\"whole\":{\"a\":1,\"list\":[\"p\",\"q\"],\"none\":null,\"s/l\":\"t\"}}",
                "{\"x\":\"$/arguments/note?\",\"y\":2} | {\"y\":2}",
                "[\"$/arguments/note?\",true,null,1.5] | [true,null,1.5]",
                "{\"x\":\"$/arguments/none\"} | {\"x\":null}",
                "{\"x\":\"$/arguments/s~1l\"} | {\"x\":\"t\"}",
                "{\"x\":\"$$/arguments/a\",\"y\":\"$5\",\"z\":\"$$\"} | {\"x\":\"$/arguments/a\",\"y\":\"$5\",\"z\":\"$\"}",
                "{\"deep\":[{\"x\":\"$/command/tenant_id\"}]} | {\"deep\":[{\"x\":\"acme\"}]}",
                "{\"$/arguments/a\":\"keys are literal\"} | {\"$/arguments/a\":\"keys are literal\"}",
            })
    void shouldFillTemplateByStructure(String template, String expected) throws Exception {
        Scope scope = scope("""
                {"command":{"tenant_id":"acme"},"arguments":{"a":1,"list":["p","q"],"none":null,"s/l":"t"}}""");

        assertThat(Renderer.json(json(template), scope)).isEqualTo(json(expected));
    }

    @Test
    void shouldNotFillATemplateThatCameInAsAValue() throws Exception {
        Scope scope = scope("{\"arguments\":{\"a\":\"$/command/tenant_id\"},\"command\":{\"tenant_id\":\"acme\"}}");

        assertThat(Renderer.json(json("[\"$/arguments/a\"]"), scope)).isEqualTo(json("[\"$/command/tenant_id\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$/arguments/note\"", "{\"a\":[\"$/arguments/note\"]}", "\"$/arguments/note?\""})
    void shouldNameTemplateThatHasNoValue(String template) {
        assertThatThrownBy(() -> Renderer.json(json(template), scope("{\"arguments\":{}}")))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("$/arguments/note");
    }

    @Test
    void shouldRenderACallWithEveryPart() throws Exception {
        RequestTemplate template = new RequestTemplate(
                "PUT",
                "/cases/{case}/notices/{n}",
                Map.of("case", "$/arguments/case_id", "n", "7"),
                Map.of("note", "$/arguments/note?", "tenant", "$/command/tenant_id"),
                Map.of("Idempotency-Key", "$/idempotency_key", "Authorization", "secret:NOTICES_TOKEN"),
                json("{\"to\":\"$/arguments/recipient\"}"));
        Scope scope = scope("""
                {"idempotency_key":"abc","command":{"tenant_id":"a&b=c"},"arguments":{"case_id":42,"recipient":{"id":"r1"}}}""");

        RenderedRequest request = Renderer.call(contract(template), scope);

        assertThat(request)
                .isEqualTo(new RenderedRequest(
                        "notices",
                        "PUT",
                        "/cases/42/notices/7?tenant=a%26b%3Dc",
                        Map.of("Idempotency-Key", "abc", "Authorization", "secret:NOTICES_TOKEN"),
                        "{\"to\":{\"id\":\"r1\"}}",
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a?b=c | a%3Fb%3Dc",
                "a/b | a%2Fb",
                "a#b | a%23b",
                "a b+c | a%20b%2Bc",
                "%2e%2e | %252e%252e",
                "http://evil.example/ | http%3A%2F%2Fevil.example%2F",
                "Grüße 😀 | Gr%C3%BC%C3%9Fe%20%F0%9F%98%80",
                "{external_ref} | %7Bexternal_ref%7D",
                "...  | ...",
                "a..b | a..b",
            })
    void shouldEncodeHostileValuesInThePath(String value, String encoded) throws Exception {
        assertThat(path(value)).isEqualTo("/items/" + encoded);
    }

    @Test
    void shouldEncodeLineBreaksInThePath() throws Exception {
        assertThat(path("x\r\nEvil: 1")).isEqualTo("/items/x%0D%0AEvil%3A%201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../../admin", "..\\admin", "a/../../b", "a/..", "..;x=1/admin", ""})
    void shouldRefuseValuesThatNameAnotherResource(String value) {
        assertThatThrownBy(() -> path(value)).isInstanceOf(RenderingException.class);
    }

    @Test
    void shouldRefuseDotsThatMakeASegmentTogether() {
        RequestTemplate template = get("/items/{a}{b}/x", Map.of("a", "$/a", "b", "$/b"), Map.of());

        assertThatThrownBy(() -> Renderer.call(contract(template), scope("{\"a\":\".\",\"b\":\".\"}")))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("..");
    }

    @Property
    void shouldKeepEveryValueInsideItsPathSegmentAndQueryParameter(@ForAll String value) throws Exception {
        Assume.that(!value.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(value));
        RequestTemplate template = get("/items/{id}/x", Map.of("id", "$/v"), Map.of("q", "$/v"));
        Scope scope = new Scope(JsonNodeFactory.instance.objectNode().put("v", value));

        String path;
        try {
            path = Renderer.call(contract(template), scope).path();
        } catch (RenderingException refused) {
            assertThat(value).contains(".");
            return;
        }

        assertThat(path).matches("/items/[A-Za-z0-9._~%-]+/x\\?q=[A-Za-z0-9._~%-]+");
        URI uri = URI.create("http://h" + path).normalize();
        assertThat(uri.getPath()).isEqualTo("/items/" + value + "/x");
        assertThat(URLDecoder.decode(uri.getRawQuery(), StandardCharsets.UTF_8)).isEqualTo("q=" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nEvil: 1", "x\ny", "tab\there", "nul\0", "Grüße", "secret:OTHER_TOKEN"})
    void shouldRefuseHostileHeaderValues(String value) {
        RequestTemplate template =
                new RequestTemplate("GET", "/x", Map.of(), Map.of(), Map.of("X-Note", "$/arguments/note"), null);
        Scope scope = new Scope(JsonNodeFactory.instance
                .objectNode()
                .set("arguments", JsonNodeFactory.instance.objectNode().put("note", value)));

        assertThatThrownBy(() -> Renderer.call(contract(template), scope))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("X-Note")
                .hasMessageContaining("$/arguments/note")
                .hasMessageNotContaining(value);
    }

    @Test
    void shouldRefuseAStructureWhereTextBelongs() {
        assertThatThrownBy(() -> Renderer.call(
                        contract(get("/x", Map.of(), Map.of("q", "$/arguments"))), scope("{\"arguments\":{\"a\":1}}")))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("single value");
    }

    @Test
    void shouldRefuseARequestBeyondTheBound() {
        ToolContract contract = contract(post("/x", "[\"$/a\",\"$/a\"]"));
        Scope small = scope("{\"a\":\"" + "x".repeat(Renderer.MAX_REQUEST_BYTES / 2 - 10) + "\"}");
        Scope large = scope("{\"a\":\"" + "x".repeat(Renderer.MAX_REQUEST_BYTES / 2) + "\"}");

        assertThatThrownBy(() -> Renderer.call(contract, large))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("bound");
        assertThatCode(() -> Renderer.call(contract, small)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseBrokenUnicode() {
        Scope scope = new Scope(JsonNodeFactory.instance.objectNode().put("a", "\ud800"));

        assertThatThrownBy(() -> Renderer.call(contract(post("/x", "[\"$/a\"]")), scope))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void shouldLeaveThePlaceOfAnUnknownReferenceInALookup() throws Exception {
        Lookup lookup = new Lookup(
                get("/notices/{id}", Map.of("id", "$/external_ref"), Map.of("ref", "$/external_ref")),
                null,
                null,
                Map.of(
                        "/case", json("\"$/arguments/case_id\""),
                        "/n", json("[7,\"7\"]"),
                        "/gone", json("\"$/arguments/gone?\"")),
                "/id");
        ToolContract contract = contract(post("/notices", "{}"), lookup);

        RenderedRequest unknown = Renderer.lookup(lookup, contract, scope("{\"arguments\":{\"case_id\":42}}"));
        RenderedRequest known =
                Renderer.lookup(lookup, contract, scope("{\"arguments\":{\"case_id\":42},\"external_ref\":\"n/1\"}"));

        assertThat(unknown.path()).isEqualTo("/notices/{external_ref}?ref={external_ref}");
        assertThat(unknown.expected()).isEqualTo(Map.of("/case", "42", "/n", "[7,\"7\"]"));
        assertThat(Renderer.needsExternalRef(unknown)).isTrue();
        assertThat(Renderer.needsExternalRef(known)).isFalse();
        assertThat(known.path()).isEqualTo("/notices/n%2F1?ref=n%2F1");
        assertThat(Renderer.withExternalRef(unknown, "n/1")).isEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../admin"})
    void shouldNotTrustTheProvidersReference(String reference) throws Exception {
        Lookup lookup =
                new Lookup(get("/n/{id}", Map.of("id", "$/external_ref"), Map.of()), null, null, Map.of(), null);
        RenderedRequest request = Renderer.lookup(lookup, contract(post("/n", "{}"), lookup), scope("{}"));

        assertThatThrownBy(() -> Renderer.withExternalRef(request, reference)).isInstanceOf(RenderingException.class);
    }

    private static String path(String value) throws RenderingException {
        Scope scope = new Scope(JsonNodeFactory.instance
                .objectNode()
                .set("arguments", JsonNodeFactory.instance.objectNode().put("id", value)));
        return Renderer.call(contract(get("/items/{id}", Map.of("id", "$/arguments/id"), Map.of())), scope)
                .path();
    }
}
