package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** examples/providers/shopify.yaml against what Shopify documents. */
class ShopifyTest {
    private static final String TOOL = "shopify.import-products";
    private static final String FILE = "{\"staged_upload_path\":\"tmp/1/bulk/products.jsonl\"}";

    private final ShopifyApi shopify = new ShopifyApi(Integration.kept(), Integration.standing());

    @RegisterExtension
    final Integration integration = Integration.of("shopify", shopify);

    @Test
    void shouldOnlyBeAccepted() throws Exception {
        Outcome outcome = integration.call(TOOL, "key-of-import-1", FILE);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.ACCEPTED);
        assertThat(outcome.externalRef()).isEqualTo("gid://shopify/BulkOperation/1");
        assertThat(integration.requests().getFirst().body())
                .contains("\"path\":\"tmp/1/bulk/products.jsonl\"", "\"key\":\"key-of-import-1\"");
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, ACCEPTED", "CANCELING, ACCEPTED", "COMPLETED, FOUND", "FAILED, UNKNOWN", "CANCELED, UNKNOWN"})
    void shouldBeFollowedUntilItHasEnded(String status, OutcomeResult expected) throws Exception {
        String id =
                String.valueOf(integration.call(TOOL, "key-of-import-1", FILE).externalRef());
        shopify.become(id, status);

        Outcome followed = integration.lookup(TOOL, "key-of-import-1", FILE, id);

        assertThat(followed.result()).isEqualTo(expected);
        assertThat(followed.externalRef()).isEqualTo(id);
    }

    @Test
    void shouldNotBeFoundWithoutTheReferenceThatTheAnswerGave() throws Exception {
        Outcome lost = integration.dropNextAnswer().call(TOOL, "key-of-import-1", FILE);
        Outcome looked = integration.lookup(TOOL, "key-of-import-1", FILE, null);

        assertThat(lost.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(looked.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(integration.requests()).hasSize(1);
        assertThat(shopify.count()).isOne();
    }

    @Test
    void shouldBeRefusedThoughTheAnswerIs200() throws Exception {
        Outcome missing = integration.call(TOOL, "key-of-import-1", "{\"staged_upload_path\":\"/none\"}");
        for (int running = 1; running <= 5; running++) {
            assertThat(integration.call(TOOL, "key-of-import-" + running, FILE).result())
                    .isEqualTo(OutcomeResult.ACCEPTED);
        }
        Outcome sixth = integration.call(TOOL, "key-of-import-6", FILE);

        assertThat(missing.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(sixth.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(shopify.count()).isEqualTo(5);
    }
}
