package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.NotAtomicException;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** examples/providers/salesforce.yaml against what Salesforce documents. */
class SalesforceTest {
    private static final String CUSTOMER =
            "{\"name\":\"Bakery\",\"last_name\":\"Lind\",\"email\":\"h.lind@example.org\"}";

    private final SalesforceApi salesforce = new SalesforceApi(Integration.kept());

    @RegisterExtension
    final Integration integration = Integration.of("salesforce", salesforce);

    @Test
    void shouldCreateAnAccountAndReadItBackByItsKey() throws Exception {
        Outcome outcome = integration.call("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}");

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isTrue();
        assertThat(outcome.externalRef()).startsWith("001");
    }

    @Test
    void shouldFindAnAccountWhoseAnswerWasLostAndCreateNoSecondOne() throws Exception {
        Outcome lost = integration.dropNextAnswer().call("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}");
        Outcome found = integration.lookup("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}", null);
        Outcome again = integration.call("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}");

        assertThat(lost.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(found.result()).isEqualTo(OutcomeResult.FOUND);
        assertThat(found.externalRef()).startsWith("001");
        assertThat(again.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(again.response()).contains("DUPLICATE_VALUE");
        assertThat(salesforce.count("Account")).isOne();
    }

    @Test
    void shouldNotFindWhatWasNeverCreated() throws Exception {
        Outcome looked = integration.lookup("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}", null);

        assertThat(looked.result()).isEqualTo(OutcomeResult.NOT_FOUND);
    }

    @Test
    void shouldDeleteAnAccountOnce() throws Exception {
        String id = integration
                .call("salesforce.create-account", "k1", "{\"name\":\"Bakery\"}")
                .externalRef();
        String arguments = "{\"account_id\":\"" + id + "\"}";

        assertThat(integration
                        .call("salesforce.delete-account", "k2", arguments)
                        .result())
                .isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(integration
                        .call("salesforce.delete-account", "k2", arguments)
                        .result())
                .isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(salesforce.count("Account")).isZero();
    }

    @Test
    void shouldRegisterACustomerWithBothRecords() throws Exception {
        Outcome outcome = integration.call("salesforce.register-customer", "k1", CUSTOMER);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isTrue();
        assertThat(salesforce.count("Account")).isOne();
        assertThat(salesforce.count("Contact")).isOne();
    }

    @Test
    void shouldBeRefusedAsAWholeWhereOneRecordIs() throws Exception {
        integration.call("salesforce.register-customer", "k1", CUSTOMER);

        Outcome again = integration.call("salesforce.register-customer", "k1", CUSTOMER);
        Outcome incomplete = integration.call("salesforce.register-customer", "k2", CUSTOMER.replace("Lind\"", "\""));

        assertThat(again.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(again.httpStatus()).as("of the composite itself").isEqualTo(200);
        assertThat(incomplete.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(salesforce.count("Account")).isOne();
        assertThat(salesforce.count("Contact")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"salesforce.create-together, 25", "salesforce.create-graph, 500"})
    void shouldCreateAtMostAsManyTogetherAsSalesforceDoes(String tool, int max) throws Exception {
        Outcome most = integration.call(tool, "k1", requests(max));

        assertThat(most.httpStatus()).isEqualTo(200);
        assertThat(salesforce.count("Account")).isEqualTo(max);
        assertThatThrownBy(() -> integration.call(tool, "k2", requests(max + 1)))
                .isInstanceOf(NotAtomicException.class)
                .hasMessageContaining(String.valueOf(max + 1));
        assertThat(integration.requests()).hasSize(1);
    }

    @Test
    void shouldCreateNothingOfAGraphInWhichOneRecordIsRefused() throws Exception {
        String last = ",{\"method\":\"POST\",\"url\":\"/services/data/v66.0/sobjects/Contact\","
                + "\"referenceId\":\"last\",\"body\":{}}]}";

        Outcome outcome =
                integration.call("salesforce.create-graph", "k1", requests(3).replace("]}", last));

        assertThat(outcome.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(salesforce.count("Account")).isZero();
    }

    private static String requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"method\":\"POST\",\"url\":\"/services/data/v66.0/sobjects/Account\",\"referenceId\":\"r" + i
                                + "\",\"body\":{\"Name\":\"n" + i + "\"}}")
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
    }
}
