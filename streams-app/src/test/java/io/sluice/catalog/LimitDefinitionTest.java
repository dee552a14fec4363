package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a limit concerns, and what it counts. */
class LimitDefinitionTest {

    private static final String TOOL = """
            kind: tool
            name: notice.send
            effect_type: external_notification
            provider: notices
            honours_key: true
            call: {path: /send, headers: {Idempotency-Key: $/idempotency_key}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenants: ['*'] | true",
                "tenants: [city] | true",
                "tenants: [harbour, city] | true",
                "tenants: [harbour] | false",
                "{tenants: ['*'], provider: notices} | true",
                "{tenants: ['*'], provider: records} | false",
                "{tenants: ['*'], tool: notice.send} | true",
                "{tenants: ['*'], tool: case.update} | false",
                "{tenants: [city], provider: notices, tool: notice.send} | true",
                "{tenants: [city], provider: notices, tool: case.update} | false",
                "{tenants: [city], provider: records, tool: notice.send} | false",
                "{tenants: [harbour], provider: notices, tool: notice.send} | false",
            })
    void shouldCountWhatItSays(String scope, boolean counts) throws CatalogException {
        String fields = scope.startsWith("{") ? scope.substring(1, scope.length() - 1) : scope;
        String limit = "{kind: limit, name: l, rate: {max: 10, per: 1m}, " + fields + "}";
        CatalogSnapshot catalog =
                CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", TOOL + "---\n" + limit).stream()
                        .map(CatalogDocument::json)
                        .toList());

        assertThat(catalog.limits("city", catalog.tool("notice.send").orElseThrow()))
                .extracting(Limit::name)
                .isEqualTo(counts ? List.of("l") : List.of());
    }
}
