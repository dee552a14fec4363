package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** examples/providers/hubspot.yaml against what HubSpot documents. */
class HubSpotTest {
    private static final String TOOL = "hubspot.create-contact";
    private static final String CONTACT = "{\"email\":\"h.lind+1@example.org\",\"lastname\":\"Lind\"}";

    private final HubSpotApi hubspot = new HubSpotApi(Integration.kept());

    @RegisterExtension
    final Integration integration = Integration.of("hubspot", hubspot);

    @Test
    void shouldCreateAContactAndReadItBackByItsAddress() throws Exception {
        Outcome outcome = integration.call(TOOL, "k1", CONTACT);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isTrue();
        assertThat(outcome.externalRef()).isEqualTo("101");
    }

    @Test
    void shouldFindAContactWhoseAnswerWasLostAndCreateNoSecondOne() throws Exception {
        Outcome lost = integration.dropNextAnswer().call(TOOL, "k1", CONTACT);
        Outcome found = integration.lookup(TOOL, "k1", CONTACT, null);
        Outcome again = integration.call(TOOL, "k1", CONTACT);

        assertThat(lost.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(found.result()).isEqualTo(OutcomeResult.FOUND);
        assertThat(found.externalRef()).isEqualTo("101");
        assertThat(again.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(hubspot.count()).isOne();
    }

    @Test
    void shouldNotFindWhatWasNeverCreated() throws Exception {
        assertThat(integration.lookup(TOOL, "k1", CONTACT, null).result()).isEqualTo(OutcomeResult.NOT_FOUND);
    }

    @Test
    void shouldNotTakeSomebodyElsesContactForItsOwn() throws Exception {
        integration.call(TOOL, "k1", CONTACT);

        assertThat(integration.call(TOOL, "k2", CONTACT).result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(integration.lookup(TOOL, "k2", CONTACT, null).result()).isEqualTo(OutcomeResult.UNKNOWN);
    }

    @Test
    void shouldArchiveAContactOnce() throws Exception {
        integration.call(TOOL, "k1", CONTACT);

        Outcome archived = integration.call("hubspot.archive-contact", "k2", "{\"contact_id\":\"101\"}");
        Outcome again = integration.call("hubspot.archive-contact", "k2", "{\"contact_id\":\"101\"}");

        assertThat(archived.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(again.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(hubspot.count()).isZero();
    }
}
