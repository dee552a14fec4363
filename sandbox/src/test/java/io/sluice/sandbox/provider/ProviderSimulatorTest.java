package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String BODY = "{\"case_id\":\"case-1\"}";

    private static ProviderSimulator simulator;
    private static ProviderControl control;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start(
                0, ProviderSettings.defaults().withLookupDelayMs(300).withWorkMs(300));
        control = simulator.control();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        control.reset();
    }

    @ParameterizedTest(
            name = "{0} does {2} effect(s) for a key sent twice and answers a lookup at once with {3}: {4} item(s)")
    @CsvSource({
        "keys,        201, 1, 405, 0",
        "lookup,      201, 2, 200, 2",
        "keys-lookup, 201, 1, 200, 1",
        "neither,     201, 2, 405, 0",
        "eventual,    201, 2, 200, 0",
        "async,       202, 1, 200, 1",
    })
    void shouldBehaveAsItsProfileSays(String profile, int created, int effects, int found, int items) throws Exception {
        HttpResponse<String> first = post("/" + profile + "/notices", "k", BODY);
        HttpResponse<String> second = post("/" + profile + "/notices", "k", BODY);

        assertThat(List.of(first.statusCode(), second.statusCode())).containsOnly(created);
        assertThat(control.effectsOf("k")).hasSize(effects);
        assertThat(control.totals()).isEqualTo(new Totals(effects, effects - 1));
        HttpResponse<String> lookup = get("/" + profile + "/notices?key=k");
        assertThat(lookup.statusCode()).isEqualTo(found);
        assertThat(json(lookup).path("items")).hasSize(items);
        assertThat(second.headers().firstValue("Idempotent-Replayed").isPresent())
                .isEqualTo(effects == 1);
    }

    @Test
    void shouldKeepWhatItWasSentWithoutSecrets() throws Exception {
        CLIENT.send(
                request("/keys/notices")
                        .header("Idempotency-Key", "k")
                        .header("Authorization", "Bearer secret")
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(control.effectsAt(Profile.KEYS, "notices")).singleElement().satisfies(effect -> {
            assertThat(effect.body()).isEqualTo(JSON.readTree(BODY));
            assertThat(effect.headers())
                    .containsEntry("idempotency-key", "k")
                    .containsEntry("authorization", "(hidden)");
        });
    }

    @Test
    void shouldAnswerAnEffectWithItsIdAndFindItByThat() throws Exception {
        JsonNode created = json(post("/lookup/notices", "k", BODY));

        assertThat(created)
                .isEqualTo(JSON.readTree("{\"id\":\"" + created.path("id").asText()
                        + "\",\"key\":\"k\",\"status\":\"done\",\"body\":" + BODY + "}"));
        assertThat(json(get("/lookup/notices/" + created.path("id").asText()))).isEqualTo(created);
        assertThat(get("/lookup/others/" + created.path("id").asText()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRejectSameKeyWithOtherPayload() throws Exception {
        post("/keys/notices", "k", BODY);

        HttpResponse<String> other = post("/keys/notices", "k", "{\"case_id\":\"case-2\"}");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).path("error").asText()).isEqualTo("idempotency_key_reused");
        assertThat(control.effects()).hasSize(1);
    }

    @Test
    void shouldFindEventuallyAndFinishLater() throws Exception {
        post("/eventual/notices", "k", BODY);
        String location = post("/async/notices", "k", BODY)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(json(get(location)).path("status").asText()).isEqualTo("pending");

        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
            assertThat(json(get("/eventual/notices?key=k")).path("items")).hasSize(1);
            assertThat(json(get(location)).path("status").asText()).isEqualTo("done");
        });
    }

    @ParameterizedTest(name = "{0} leaves {1} effect(s) and answers {2}")
    @CsvSource({
        "unavailable,  0, 503",
        "refuse,       0, 422",
        "fail_after,   1, 500",
        "drop_before,  0, 0",
        "drop_after,   1, 0",
        "delay_before, 1, 201",
        "delay_after,  1, 201",
    })
    void shouldMisbehaveOnceAndThenRecover(String kind, int effects, int status) throws Exception {
        control.addFault(Fault.of(FaultKind.named(kind).orElseThrow())
                .onPath("/lookup/notices")
                .lasting(Duration.ofMillis(50))
                .because("closed"));

        assertThat(statusOf("/lookup/notices", "k")).isEqualTo(status);
        assertThat(control.effectsOf("k")).hasSize(effects);
        assertThat(control.faults()).isEmpty();
        assertThat(statusOf("/lookup/notices", "other")).isEqualTo(201);
    }

    @Test
    void shouldMisbehaveOnlyForTheRequestsMeant() throws Exception {
        control.addFault(Fault.of(FaultKind.REFUSE).onBody("case-9").always().because("no such case"));
        control.addFault(
                Fault.of(FaultKind.UNAVAILABLE).onMethod("GET").times(2).retryAfter(7));

        assertThat(statusOf("/lookup/notices", "k")).isEqualTo(201);
        HttpResponse<String> refused = post("/lookup/notices", "k", "{\"case_id\":\"case-9\"}");
        assertThat(json(refused).path("reason").asText()).isEqualTo("no such case");
        HttpResponse<String> unavailable = get("/lookup/notices?key=k");
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(control.faults()).extracting(Fault::times).containsExactly(0, 1);
    }

    @Test
    void shouldTakeAFaultFromThePathOncePerKey() throws Exception {
        assertThat(statusOf("/lookup~drop_after/notices", "a")).isZero();
        assertThat(statusOf("/lookup~drop_after/notices", "b")).isZero();
        assertThat(statusOf("/lookup~drop_after/notices", "a")).isEqualTo(201);
        assertThat(json(get("/lookup~drop_after/notices?key=a")).path("items")).hasSize(2);
        assertThat(statusOf("/lookup~nonsense/notices", "a")).isEqualTo(400);
    }

    @Test
    void shouldForgetTheOldestEffectsButNotTheirNumber() throws Exception {
        try (ProviderSimulator small = ProviderSimulator.start(0, new ProviderSettings(0, 0, 0, 3))) {
            for (int number : IntStream.range(0, 5).toArray()) {
                CLIENT.send(
                        HttpRequest.newBuilder(URI.create(small.address(Profile.KEYS) + "/notices"))
                                .header("Idempotency-Key", "k" + number)
                                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }

            assertThat(small.control().effects()).extracting(Effect::key).containsExactly("k2", "k3", "k4");
            assertThat(small.control().totals()).isEqualTo(new Totals(5, 0));
        }
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() throws Exception {
        assertThat(post("/lookup/notices", "k", "x".repeat(64 * 1024 + 1)).statusCode())
                .isEqualTo(413);
        assertThat(post("/lookup/notices", "k", "x".repeat(64 * 1024)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void shouldChangeOnlyTheSettingsThatAreGiven() throws Exception {
        ProviderSettings before = control.settings();
        CLIENT.send(
                request("/_control/settings")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"latency_ms\":5}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(control.settings()).isEqualTo(before.withLatencyMs(5));
        control.change(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"path\":\"/lookup\"}             | needs a kind",
                "{\"kind\":\"nonsense\"}            | FaultKind",
                "{\"kind\":\"refuse\",\"when\":1} | when",
            })
    void shouldSayWhatIsWrongWithAFault(String fault, String sentence) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                request("/_control/faults")
                        .POST(HttpRequest.BodyPublishers.ofString(fault))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("reason").asText()).contains(sentence);
    }

    /** The status of a POST; 0 if the connection was closed. */
    private static int statusOf(String path, String key) throws InterruptedException {
        try {
            return post(path, key, BODY).statusCode();
        } catch (IOException closed) {
            return 0;
        }
    }

    private static HttpResponse<String> post(String path, String key, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(path)
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.address() + path)).timeout(Duration.ofSeconds(5));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
