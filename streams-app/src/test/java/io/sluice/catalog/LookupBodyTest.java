package io.sluice.catalog;

import static io.sluice.catalog.Contracts.contract;
import static io.sluice.catalog.Contracts.post;
import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.effect.RenderedRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lookup that asks with the provider's reference in its body. */
class LookupBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n-7 | {\"id\":\"n-7\",\"note\":\"a \\\"{external_ref}\\\" b\"}",
                "a\"b | {\"id\":\"a\\\"b\",\"note\":\"a \\\"{external_ref}\\\" b\"}",
            })
    void shouldFillTheReferenceInAsOneValueOnceItIsKnown(String reference, String body) throws Exception {
        RenderedRequest lookup = render("{\"note\":\"a \\\"{external_ref}\\\" b\"}");

        assertThat(Renderer.needsExternalRef(lookup)).isTrue();
        assertThat(Renderer.withExternalRef(lookup, reference).body()).isEqualTo(body);
    }

    @Test
    void shouldNeedNoReferenceThatTheScopeKnows() throws Exception {
        RenderedRequest lookup = render("{\"external_ref\":\"n-7\",\"note\":\"x\"}");

        assertThat(Renderer.needsExternalRef(lookup)).isFalse();
        assertThat(lookup.body()).isEqualTo("{\"id\":\"n-7\",\"note\":\"x\"}");
    }

    private static RenderedRequest render(String document) throws RenderingException {
        Lookup lookup = new Lookup(
                post("/graph", "{\"id\":\"$/external_ref\",\"note\":\"$/note\"}"), null, null, Map.of(), null);
        return Renderer.lookup(lookup, contract(lookup.request(), lookup), scope(document));
    }
}
