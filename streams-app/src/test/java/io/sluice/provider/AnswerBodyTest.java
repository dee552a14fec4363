package io.sluice.provider;

import static io.sluice.provider.Intents.CALL;
import static io.sluice.provider.Intents.call;
import static io.sluice.provider.Intents.contract;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that answers with 200 whatever happened is believed only by what its body says. */
class AnswerBodyTest {
    private static final String RULES = """
            answers:
              external_ref: /id
              done: {pointer: /ok, values: ["true"]}
              refused: {pointer: /error, values: [no_such_place]}
            """;

    private ScriptedProvider provider;
    private ProviderClient client;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
        client = new ProviderClient(
                List.of(ProviderConfig.of("notices", provider.url(), Map.of("TOKEN", "Bearer s3cr3t"))),
                () -> Instant.EPOCH);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"ok\":true,\"id\":\"7\"} | SUCCEEDED",
                "200 | {\"ok\":\"true\"} | SUCCEEDED",
                "200 | {\"ok\":false,\"error\":\"no_such_place\"} | TERMINAL",
                "200 | {\"ok\":false,\"error\":\"fatal_error\"} | UNKNOWN",
                "200 | {\"ok\":false} | UNKNOWN",
                "200 | {} | UNKNOWN",
                "200 | <html>sorry</html> | UNKNOWN",
                "429 | {\"ok\":false,\"error\":\"no_such_place\"} | TRANSIENT",
                "500 | {\"ok\":true} | UNKNOWN",
            })
    void shouldBelieveTheBodyOfASuccess(int status, String body, OutcomeResult expected) {
        provider.then(status, body);

        Outcome outcome = client.dispatch(call(CALL, null), contract(RULES), () -> true);

        assertThat(outcome.result()).isEqualTo(expected);
        assertThat(outcome.httpStatus()).isEqualTo(status);
    }

    @Test
    void shouldTellWhatARefusalSaysWithoutASecretInIt() {
        provider.then(422, "{\"reason\":\"no such case\",\"token\":\"s3cr3t\"}")
                .then(422, "{\"reason\":\"" + "x".repeat(1000) + "\"}")
                .then(422, "<html>sorry</html>");

        assertThat(refusal())
                .isEqualTo("Provider notices answered 422, a refusal for good: "
                        + "{\"reason\":\"no such case\",\"token\":\"(secret)\"}");
        assertThat(refusal()).endsWith("xxx…").hasSizeLessThan(400);
        assertThat(refusal()).isEqualTo("Provider notices answered 422, a refusal for good.");
    }

    private String refusal() {
        return String.valueOf(
                client.dispatch(call(CALL, null), contract(RULES), () -> true).error());
    }
}
