package io.sluice.provider;

import static io.sluice.provider.Intents.CALL;
import static io.sluice.provider.Intents.LOOKUP;
import static io.sluice.provider.Intents.call;
import static io.sluice.provider.Intents.contract;
import static io.sluice.provider.Intents.contractWithoutLookup;
import static io.sluice.provider.Intents.lookup;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderClientTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String FOUND =
            "{\"items\":[{\"id\":\"n-7\",\"status\":\"done\",\"body\":{\"case_id\":\"c1\"}}]}";

    private ScriptedProvider provider;
    private ProviderClient client;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
        client = new ProviderClient(
                List.of(ProviderConfig.of("notices", provider.url() + "/v1/", Map.of("TOKEN", "Bearer s3cr3t"))),
                () -> NOW);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
    }

    @Test
    void shouldSucceedWhenTheReadBackShowsTheWork() {
        provider.then(201, "{\"id\":\"n-7\"}").then(200, FOUND);

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        "e1#1",
                        "acme",
                        "acme/s1",
                        "i1",
                        OutcomeResult.SUCCEEDED,
                        201,
                        "n-7",
                        "{\"id\":\"n-7\"}",
                        "8381db6347015135d6f74e1d587b18fc8aeeae436fe6e3447f16b8a019cf436f",
                        true,
                        null,
                        0,
                        NOW,
                        NOW));
        assertThat(provider.requests()).hasSize(2);
        ScriptedProvider.Request sent = provider.requests().get(0);
        assertThat(sent.method() + " " + sent.path()).isEqualTo("POST /v1/notices");
        assertThat(sent.body()).isEqualTo("{\"case_id\":\"c1\"}");
        assertThat(sent.headers())
                .containsEntry("idempotency-key", "k1")
                .containsEntry("content-type", "application/json")
                .doesNotContainKeys("accept-encoding", "upgrade", "cookie", "expect");
        assertThat(provider.requests().get(1).path()).isEqualTo("/v1/notices?key=k1");
        assertThat(provider.requests().get(1).headers()).doesNotContainKeys("accept-encoding", "upgrade");
        assertThat(provider.connections()).as("connections are kept").isEqualTo(1);
    }

    @Test
    void shouldSucceedOnTheResponseAloneWhereThereIsNoLookup() {
        provider.then(204, "");

        Outcome outcome = client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isFalse();
        assertThat(outcome.response()).isNull();
        assertThat(outcome.externalRef()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "200, SUCCEEDED", "201, SUCCEEDED", "400, TERMINAL", "401, TERMINAL", "404, TERMINAL", "409, TERMINAL",
        "422, TERMINAL", "429, TRANSIENT", "503, UNKNOWN", "202, UNKNOWN", "206, UNKNOWN", "302, UNKNOWN",
        "307, UNKNOWN", "408, UNKNOWN", "500, UNKNOWN", "502, UNKNOWN", "504, UNKNOWN", "599, UNKNOWN",
    })
    void shouldReadStatusCodesByTheContract(int status, OutcomeResult expected) {
        provider.then(
                status, "{\"id\":7}", "Location: " + provider.url() + "/elsewhere", "WWW-Authenticate: Basic realm=x");

        Outcome outcome = client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(expected);
        assertThat(outcome.httpStatus()).isEqualTo(status);
        assertThat(outcome.externalRef()).isEqualTo("7");
        assertThat(provider.requests())
                .as("no redirect, no retry, no second try with credentials")
                .hasSize(1);
        if (expected != OutcomeResult.SUCCEEDED) {
            assertThat(outcome.error()).contains("Provider notices answered " + status);
        }
    }

    @Test
    void shouldReportAcceptedWorkWithItsReferenceAndFollowItByLookup() {
        provider.then(202, "{\"id\":\"n-7\"}", "Retry-After: 3")
                .then(200, FOUND.replace("done", "pending"))
                .then(200, FOUND);

        Outcome accepted = client.dispatch(call(), contract(), () -> true);
        Outcome pending = client.dispatch(lookup(LOOKUP, "n-7"), contract(), () -> true);
        Outcome ended = client.dispatch(lookup(LOOKUP, "n-7"), contract(), () -> true);

        assertThat(accepted.result()).isEqualTo(OutcomeResult.ACCEPTED);
        assertThat(accepted.externalRef()).isEqualTo("n-7");
        assertThat(accepted.retryAfterMs()).isEqualTo(3_000);
        assertThat(pending.result()).isEqualTo(OutcomeResult.ACCEPTED);
        assertThat(ended.result()).isEqualTo(OutcomeResult.FOUND);
        assertThat(ended.response()).isEqualTo(FOUND);
    }

    // Invariant 7: committed means read back.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"items\":[]} | UNKNOWN | read_back_absent",
                "200 | {\"items\":[{\"id\":\"n-7\",\"body\":{\"case_id\":\"other\"}}]} | UNKNOWN | read_back_mismatch: /items/0/body/case_id",
                "200 | {\"items\":[{\"id\":\"n-7\"}]} | UNKNOWN | read_back_mismatch: /items/0/body/case_id",
                "200 | {\"items\":[{\"status\":\"pending\",\"body\":{\"case_id\":\"c1\"}}]} | ACCEPTED | ",
                "200 | not json | UNKNOWN | not JSON",
                "404 | {} | UNKNOWN | answered with 404, which tells nothing",
                "500 | {} | UNKNOWN | answered with 500",
            })
    void shouldNotTrustASuccessThatTheReadBackDoesNotShow(
            int status, String answer, OutcomeResult expected, String error) {
        provider.then(201, "{\"id\":\"n-7\"}").then(status, answer);

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(expected);
        assertThat(outcome.readBack()).isFalse();
        assertThat(outcome.httpStatus()).as("of the call").isEqualTo(201);
        assertThat(outcome.externalRef()).isEqualTo("n-7");
        if (error == null) {
            assertThat(outcome.error()).isNull();
        } else {
            assertThat(outcome.error()).contains(error);
        }
    }

    @Test
    void shouldBeInDoubtWhenTheReadBackGetsNoAnswer() {
        provider.then(201, "{\"id\":\"n-7\"}").then(OutputStream::close);

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.error()).contains("lookup failed").contains("broke");
    }

    @Test
    void shouldFillTheReferenceOfTheAnswerIntoTheReadBack() {
        RenderedRequest byReference =
                new RenderedRequest("notices", "GET", "/notices/{external_ref}", Map.of(), null, Map.of());
        provider.then(201, "{\"id\":\"a/b ?\"}").then(200, FOUND);

        Outcome outcome = client.dispatch(call(CALL, byReference), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(provider.requests().get(1).path()).isEqualTo("/v1/notices/a%2Fb%20%3F");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":\"../admin\"}", "{\"id\":{\"x\":1}}", "{\"id\":\"\"}"})
    void shouldBeInDoubtWhenTheReferenceCannotBeLookedUp(String answer) {
        RenderedRequest byReference =
                new RenderedRequest("notices", "GET", "/notices/{external_ref}", Map.of(), null, Map.of());
        provider.then(201, answer);

        Outcome outcome = client.dispatch(call(CALL, byReference), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.error()).contains("reference");
        assertThat(provider.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"items\":[{\"id\":\"n-7\",\"body\":{\"case_id\":\"c1\"}}]} | FOUND",
                "200 | {\"items\":[]} | NOT_FOUND",
                "200 | {\"items\":[null]} | NOT_FOUND",
                "200 | {\"items\":[{\"id\":\"n-7\",\"body\":{\"case_id\":\"c2\"}}]} | UNKNOWN",
                "404 | {} | UNKNOWN",
                "302 | {} | UNKNOWN",
                "500 | {} | UNKNOWN",
                "429 | {} | UNKNOWN",
            })
    void shouldReadLookups(int status, String answer, OutcomeResult expected) {
        provider.then(status, answer);

        assertThat(client.dispatch(lookup(LOOKUP, null), contract(), () -> true).result())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"200, FOUND", "204, FOUND", "404, NOT_FOUND", "410, UNKNOWN", "500, UNKNOWN"})
    void shouldReadLookupsByStatusWhereNothingElseIsDeclared(int status, OutcomeResult expected) {
        RenderedRequest byReference =
                new RenderedRequest("notices", "GET", "/notices/{external_ref}", Map.of(), null, Map.of());
        provider.then(status, "");

        Outcome outcome = client.dispatch(
                lookup(byReference, "n-7"), contract("lookup: {request: {path: /notices}}"), () -> true);

        assertThat(outcome.result()).isEqualTo(expected);
        assertThat(outcome.externalRef()).isEqualTo("n-7");
        assertThat(provider.requests().get(0).path()).isEqualTo("/v1/notices/n-7");
    }

    @Test
    void shouldSendWhatWasRenderedAndNothingElse() {
        RenderedRequest request = new RenderedRequest(
                "notices",
                "PUT",
                "/items/a%2Fb/%252e%252e?q=a%26b%20%C3%BC",
                Map.of("Authorization", "secret:TOKEN", "X-Note", "plain"),
                "{\"ü\":\"😀\"}");
        provider.then(200, "{}");

        client.dispatch(call(request, null), contractWithoutLookup(), () -> true);

        ScriptedProvider.Request sent = provider.requests().get(0);
        assertThat(sent.method()).isEqualTo("PUT");
        assertThat(sent.path()).isEqualTo("/v1/items/a%2Fb/%252e%252e?q=a%26b%20%C3%BC");
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer s3cr3t")
                .containsEntry("x-note", "plain");
        assertThat(sent.body()).isEqualTo("{\"ü\":\"😀\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gone | /x | secret:TOKEN | provider gone is not configured",
                "notices | /x | secret:OTHER | has no secret OTHER",
                "notices | @evil.example/x | plain | does not start with a slash",
                "notices | /{external_ref} | plain | not one that a URL can have",
            })
    void shouldSendNothingThatIsNotConfigured(String name, String path, String header, String error) {
        RenderedRequest request = new RenderedRequest(name, "POST", path, Map.of("Authorization", header), "{}");

        Outcome outcome = client.dispatch(call(request, null), contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
        assertThat(outcome.error()).contains(error);
        assertThat(provider.connections()).isZero();
    }

    @Test
    void shouldRecordWhatFitsAndDigestTheWhole() {
        String large = "{\"id\":\"n-7\",\"x\":\"" + "y".repeat(Answer.MAX_RECORDED_BYTES) + "\"}";
        provider.then(201, large);

        Outcome outcome = client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.response()).isNull();
        assertThat(outcome.externalRef()).as("read before the cap").isEqualTo("n-7");
        assertThat(outcome.responseDigest()).hasSize(64);
    }

    @Test
    void shouldReportRetryAfter() {
        provider.then(503, "", "Retry-After: Sat, 21 Nov 2026 10:00:07 GMT");

        assertThat(client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true)
                        .retryAfterMs())
                .isEqualTo(7_000);
    }

    @Test
    void shouldNotLookUpWithoutALookupInTheContract() {
        Intent intent = lookup(LOOKUP, null);

        Outcome outcome = client.dispatch(intent, contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(provider.connections()).isZero();
    }
}
