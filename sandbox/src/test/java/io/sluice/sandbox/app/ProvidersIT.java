package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.ExampleProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/providers.md says of trying the catalogs of examples/providers: acts of each provider, on real parts. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersIT {

    private static final Path EXAMPLE = Path.of("../examples/providers");

    private RunningSluice sluice;

    @BeforeAll
    void start(Sandbox sandbox) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            sluice = RunningSluice.start(
                    sandbox,
                    sandbox.directory().resolve("providers"),
                    "providers.",
                    files.map(Path::toAbsolutePath).toList());
        }
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    void shouldHoldAPaymentAtStripeAndCaptureIt() {
        JsonNode asked = propose(
                "--definition",
                "stripe-payment",
                "--target-type",
                "order",
                "--target",
                "o-17",
                "--arg",
                "amount=1099",
                "--arg",
                "currency=eur",
                "--arg",
                "payment_method=pm_card_visa");

        JsonNode held = approve(asked);
        assertThat(done(ExampleProvider.STRIPE, "captures")).isEmpty();
        JsonNode saga = approve(held);

        assertThat(saga.path("status").asText()).isEqualTo("committed");
        assertThat(done(ExampleProvider.STRIPE, "payment_intents"))
                .singleElement()
                .satisfies(intent -> {
                    assertThat(intent.path("amount").asInt()).isEqualTo(1099);
                    assertThat(intent.at("/metadata/order_id").asText()).isEqualTo("o-17");
                });
        assertThat(done(ExampleProvider.STRIPE, "captures"))
                .singleElement()
                .satisfies(capture ->
                        assertThat(capture.path("amount_received").asInt()).isEqualTo(1099));
    }

    @Test
    void shouldRefuseACardThatStripeDeclines() {
        JsonNode asked = propose(
                "--definition",
                "stripe-payment",
                "--target-type",
                "order",
                "--target",
                "o-18",
                "--arg",
                "amount=77",
                "--arg",
                "currency=eur",
                "--arg",
                "payment_method=pm_card_chargeDeclined");

        JsonNode saga = approve(asked);

        assertThat(saga.path("status").asText()).isEqualTo("failed");
        assertThat(done(ExampleProvider.STRIPE, "payment_intents"))
                .noneMatch(intent -> intent.path("amount").asInt() == 77);
    }

    @Test
    void shouldCreateBothRecordsAtSalesforce() {
        JsonNode saga = approve(
                propose("--tool", "salesforce.register-customer", "--arg", "name=Bakery", "--arg", "last_name=Lind"));

        assertThat(saga.path("status").asText()).isEqualTo("committed");
        List<JsonNode> records = done(ExampleProvider.SALESFORCE, "records");
        assertThat(records)
                .extracting(record -> record.at("/attributes/type").asText())
                .containsExactly("Account", "Contact");
        assertThat(records.get(1).path("AccountId")).isEqualTo(records.get(0).path("Id"));
    }

    /** Of the two, only the account would do: a contact needs a last name. Salesforce answers 200, and has done neither. */
    @Test
    void shouldCreateNoRecordAtSalesforceWhereOneIsRefused() {
        int before = done(ExampleProvider.SALESFORCE, "records").size();

        JsonNode saga = approve(propose("--tool", "salesforce.create-together", "--arg", """
                requests=[{"method": "POST", "url": "/services/data/v66.0/sobjects/Account", "referenceId": "account",
                           "body": {"Name": "Mill"}},
                          {"method": "POST", "url": "/services/data/v66.0/sobjects/Contact", "referenceId": "contact",
                           "body": {}}]"""));

        assertThat(saga.path("status").asText()).isEqualTo("failed");
        assertThat(story(saga)).contains("PROCESSING_HALTED", "REQUIRED_FIELD_MISSING");
        assertThat(done(ExampleProvider.SALESFORCE, "records")).hasSize(before);
    }

    @Test
    void shouldPostOneMessageToSlack() {
        JsonNode saga = approve(propose(
                "--tool", "slack.post-message", "--arg", "channel=C0123456789", "--arg", "text=The notice was sent."));

        assertThat(saga.path("status").asText()).isEqualTo("committed");
        assertThat(done(ExampleProvider.SLACK, "messages"))
                .singleElement()
                .satisfies(message -> assertThat(message.path("text").asText()).isEqualTo("The notice was sent."));
    }

    @Test
    void shouldCreateAContactAtHubSpotWithoutAReviewer() {
        JsonNode result = propose(
                "--tool", "hubspot.create-contact", "--arg", "email=h.lind@example.org", "--arg", "lastname=Lind");
        JsonNode taken = propose("--tool", "hubspot.create-contact", "--arg", "email=h.lind@example.org");

        assertThat(result.path("state").asText()).isEqualTo("committed");
        assertThat(taken.path("state").asText()).isEqualTo("failed");
        assertThat(done(ExampleProvider.HUBSPOT, "contacts"))
                .singleElement()
                .satisfies(contact ->
                        assertThat(contact.at("/properties/lastname").asText()).isEqualTo("Lind"));
    }

    @Test
    void shouldFollowAnImportOfShopifysUntilItIsDone() {
        JsonNode saga = approve(
                propose("--tool", "shopify.import-products", "--arg", "staged_upload_path=tmp/1/bulk/products.jsonl"));

        assertThat(saga.path("status").asText()).isEqualTo("committed");
        assertThat(story(saga)).contains("accepted");
        assertThat(done(ExampleProvider.SHOPIFY, "imports"))
                .singleElement()
                .satisfies(taken -> assertThat(taken.path("path").asText()).endsWith("products.jsonl"));
    }

    /** The command's result, once it has ended or waits for a reviewer. */
    private JsonNode propose(String... more) {
        List<String> words = new ArrayList<>(
                List.of("propose", "--tenant", "acme", "--agent", "assistant", "--wait", "30s", "--json"));
        words.addAll(List.of(more));
        Said said = sluice.sluice(words.toArray(String[]::new));
        assertThat(said.out()).as(said.err()).isNotEmpty();
        return said.json();
    }

    /** The saga, once it has ended or asks again. */
    private JsonNode approve(JsonNode asked) {
        String sagaId = asked.path("saga_id").asText();
        String approval = pending(sagaId);
        Said approved = sluice.sluice("approvals", "approve", approval, "--as", "rita");
        assertThat(approved.code()).as(asked + approved.err()).isZero();
        return sluice.awaitSaga(
                sagaId,
                saga -> !saga.path("status").asText().equals("active")
                        || !List.of("", approval).contains(pending(sagaId)));
    }

    /** The id of what waits for a reviewer in this saga; empty where nothing does. */
    private String pending(String sagaId) {
        JsonNode open =
                sluice.sluice("approvals", "list", "--tenant", "acme", "--json").json();
        return open.path("items")
                .valueStream()
                .filter(each -> each.path("saga_id").asText().equals(sagaId))
                .map(each -> each.path("approval_id").asText())
                .findFirst()
                .orElse("");
    }

    private String story(JsonNode saga) {
        return sluice.sluice("status", saga.path("saga_id").asText()).out();
    }

    /** What the provider has really done at this resource, oldest first. */
    private List<JsonNode> done(ExampleProvider provider, String resource) {
        return sluice.provider().effectsAt(provider, resource).stream()
                .map(Effect::body)
                .toList();
    }
}
