package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** examples/providers/stripe.yaml against what Stripe documents. */
class StripeTest {
    private static final String ORDER =
            "{\"amount\":1099,\"currency\":\"eur\",\"payment_method\":\"pm_card_visa\",\"order_id\":\"o 7&8\"}";

    private static final String REFUND = "{\"payment_intent\":\"pi_1\",\"amount\":500}";

    private final StripeApi stripe = new StripeApi(Integration.kept(), Integration.standing());

    @RegisterExtension
    final Integration integration = Integration.of("stripe", stripe);

    @Test
    void shouldAuthorizeAndReadTheHoldBack() throws Exception {
        Outcome outcome = integration.call("stripe.authorize", "k1", ORDER);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isTrue();
        assertThat(outcome.externalRef()).isEqualTo("pi_1");
        assertThat(integration.requests())
                .extracting(SimulatedRequest::path)
                .containsExactly("/v1/payment_intents", "/v1/payment_intents/pi_1");
        assertThat(integration.requests().getFirst().body())
                .isEqualTo("amount=1099&capture_method=manual&confirm=true&currency=eur&metadata[order_id]=o%207%268"
                        + "&metadata[sluice_key]=k1&off_session=true&payment_method=pm_card_visa");
    }

    @Test
    void shouldHoldOnceHoweverOftenTheSameKeyIsSent() throws Exception {
        Outcome lost = integration.dropNextAnswer().call("stripe.authorize", "k1", ORDER);
        Outcome again = integration.call("stripe.authorize", "k1", ORDER);

        assertThat(lost.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(again.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(again.externalRef()).isEqualTo("pi_1");
        assertThat(stripe.count("pi_")).isOne();
    }

    @Test
    void shouldBeRefusedWithTheKeyOfAnotherPayment() throws Exception {
        integration.call("stripe.authorize", "k1", ORDER);

        Outcome other = integration.call("stripe.authorize", "k1", ORDER.replace("1099", "2099"));

        assertThat(other.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(other.response()).contains("idempotency_error");
        assertThat(stripe.count("pi_")).isOne();
    }

    @Test
    void shouldBeRefusedWhereTheCardIs() throws Exception {
        Outcome outcome =
                integration.call("stripe.authorize", "k1", ORDER.replace("pm_card_visa", "pm_card_chargeDeclined"));

        assertThat(outcome.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(outcome.httpStatus()).isEqualTo(402);
        assertThat(stripe.count("pi_")).isZero();
    }

    @Test
    void shouldReleaseAHoldOnce() throws Exception {
        integration.call("stripe.authorize", "k1", ORDER);

        Outcome released = integration.call("stripe.cancel", "k2", "{\"payment_intent\":\"pi_1\"}");
        Outcome again = integration.call("stripe.cancel", "k2", "{\"payment_intent\":\"pi_1\"}");

        assertThat(released.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(released.readBack()).isTrue();
        assertThat(again.result()).isEqualTo(OutcomeResult.SUCCEEDED);
    }

    @Test
    void shouldFindThatAHoldHasEndedByItself() throws Exception {
        integration.call("stripe.authorize", "k1", ORDER);
        stripe.expire("pi_1");

        Outcome release = integration.call("stripe.cancel", "k2", "{\"payment_intent\":\"pi_1\"}");
        Outcome found = integration.lookup("stripe.cancel", "k2", "{\"payment_intent\":\"pi_1\"}", null);

        assertThat(release.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(found.result()).isEqualTo(OutcomeResult.FOUND);
    }

    @Test
    void shouldFindThatAHoldIsStillThere() throws Exception {
        integration.call("stripe.authorize", "k1", ORDER);

        Outcome found = integration.lookup("stripe.cancel", "k2", "{\"payment_intent\":\"pi_1\"}", null);

        assertThat(found.result()).isEqualTo(OutcomeResult.NOT_FOUND);
    }

    @Test
    void shouldCaptureWhatIsHeldAndNothingElse() throws Exception {
        integration.call("stripe.authorize", "k1", ORDER);

        Outcome captured = integration.call("stripe.capture", "k2", "{\"payment_intent\":\"pi_1\",\"amount\":1000}");
        Outcome twice = integration.call("stripe.capture", "k3", "{\"payment_intent\":\"pi_1\",\"amount\":99}");

        assertThat(captured.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(captured.readBack()).isTrue();
        assertThat(twice.result()).isEqualTo(OutcomeResult.TERMINAL);
    }

    @ParameterizedTest
    @CsvSource({"succeeded, FOUND", "pending, ACCEPTED", "failed, UNKNOWN", "canceled, UNKNOWN"})
    void shouldFollowARefundThatIsOnItsWay(String status, OutcomeResult expected) throws Exception {
        Outcome refunded = integration.call("stripe.refund", "k4", REFUND);
        stripe.settle("re_1", status);
        Outcome settled = integration.lookup("stripe.refund", "k4", REFUND, "re_1");

        assertThat(refunded.result()).isEqualTo(OutcomeResult.ACCEPTED);
        assertThat(refunded.externalRef()).isEqualTo("re_1");
        assertThat(settled.result()).isEqualTo(expected);
    }
}
