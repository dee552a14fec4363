package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The providers of the examples that have an API of their own. */
class ExampleProviderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SEAT = "{\"offer_id\":\"oslo-economy\",\"traveller\":\"t-1\"}";
    private static final String DRAFT =
            "{\"case_id\":\"case-1\",\"artifact_id\":\"notice-1\",\"artifact_version\":\"1\",\"text\":\"%s\"}";

    private static ProviderSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start(0, ProviderSettings.defaults());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.control().reset();
    }

    @Test
    void shouldQuoteTheFlightAndTheNights() throws Exception {
        assertThat(get("/travel/quotes/oslo-economy").at("total")).isEqualTo("412.50");
        assertThat(get("/travel/quotes/oslo-economy?nights=2").at("total")).isEqualTo("602.50");
        assertThat(get("/travel/quotes/moon-economy").status()).isEqualTo(404);
        assertThat(get("/travel/quotes/oslo-economy?nights=many").status()).isEqualTo(400);
    }

    @Test
    void shouldHoldASeatOnceForEachKey() throws Exception {
        Said first = post("/travel/flight-holds", "k1", SEAT);
        Said again = post("/travel/flight-holds", "k1", SEAT);
        Said other = post("/travel/flight-holds", "k1", SEAT.replace("t-1", "t-2"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.at("status")).isEqualTo("held");
        assertThat(first.at("held_until")).isNotEmpty();
        assertThat(again.at("id")).isEqualTo(first.at("id"));
        assertThat(other.at("error")).isEqualTo("idempotency_key_reused");
        assertThat(get("/travel/flight-holds?key=k1").at("items", "0", "traveller"))
                .isEqualTo("t-1");
        assertThat(get("/travel/hotel-holds?key=k1").body()).isEqualTo("{\"items\":[]}");
        assertThat(post("/travel/flight-holds", "k2", SEAT.replace("oslo", "moon"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void shouldReleaseAHoldOnceAndNotFindItAfterwards() throws Exception {
        String hold = post("/travel/flight-holds", "k1", SEAT).at("id");

        assertThat(send("DELETE", "/travel/holds/" + hold, "k2", "").status()).isEqualTo(204);
        assertThat(send("DELETE", "/travel/holds/" + hold, "k2", "").status()).isEqualTo(204);
        assertThat(send("DELETE", "/travel/holds/" + hold, "k3", "").status()).isEqualTo(404);
        assertThat(send("DELETE", "/travel/holds/4711", "k4", "").status()).isEqualTo(404);
        assertThat(get("/travel/holds/" + hold).at("status")).isEqualTo("released");
        assertThat(simulator.control().effectsAt(ExampleProvider.TRAVEL, "releases"))
                .hasSize(1);
    }

    @Test
    void shouldBookAllHoldsOrNone() throws Exception {
        String seat = post("/travel/flight-holds", "k1", SEAT).at("id");
        String card = post("/travel/card-holds", "k2", "{\"card\":\"card-5\",\"total\":\"412.50\"}")
                .at("id");
        String booking = "{\"holds\":[\"%s\",\"%s\"],\"total\":\"412.50\"}";

        assertThat(post("/travel/bookings", "k3", booking.formatted(seat, "4711"))
                        .at("error"))
                .isEqualTo("not_held");
        assertThat(get("/travel/holds/" + seat).at("status")).isEqualTo("held");
        Said booked = post("/travel/bookings", "k3", booking.formatted(seat, card));
        assertThat(booked.status()).isEqualTo(201);
        assertThat(post("/travel/bookings", "k3", booking.formatted(seat, card)).at("id"))
                .isEqualTo(booked.at("id"));
        assertThat(post("/travel/bookings", "k4", booking.formatted(seat, card)).status())
                .isEqualTo(422);
        assertThat(get("/travel/bookings?key=k3").at("items", "0", "total")).isEqualTo("412.50");
        assertThat(send("DELETE", "/travel/holds/" + seat, "k5", "").status()).isEqualTo(409);
    }

    @Test
    void shouldPutAnEntryOnceAndOnlyABalancedOne() throws Exception {
        String entry = "{\"reference\":\"b-1\",\"lines\":[{\"debit\":\"412.50\"},{\"credit\":\"%s\"}]}";

        assertThat(send("PUT", "/ledger/entries/k1", "", entry.formatted("400.00"))
                        .status())
                .isEqualTo(422);
        assertThat(send("PUT", "/ledger/entries/k1", "", entry.formatted("412.50"))
                        .status())
                .isEqualTo(200);
        assertThat(send("PUT", "/ledger/entries/k1", "", entry.formatted("412.50"))
                        .status())
                .isEqualTo(200);
        assertThat(get("/ledger/entries/k1").at("reference")).isEqualTo("b-1");
        assertThat(get("/ledger/entries/k2").status()).isEqualTo(404);
        assertThat(simulator.control().effects()).hasSize(1);
    }

    @Test
    void shouldWriteAVersionOnceUntilItIsDiscarded() throws Exception {
        String id =
                post("/drafts/drafts", "k1", DRAFT.formatted("please remedy")).at("id");

        assertThat(post("/drafts/drafts", "k2", DRAFT.formatted("other words")).status())
                .isEqualTo(409);
        assertThat(send("DELETE", "/drafts/drafts/" + id, "k3", "").status()).isEqualTo(204);
        assertThat(get("/drafts/drafts?key=k1").at("items", "0", "status")).isEqualTo("discarded");
        assertThat(post("/drafts/drafts", "k2", DRAFT.formatted("other words")).status())
                .isEqualTo(201);
    }

    @Test
    void shouldCheckWhatATextCites() throws Exception {
        String good = post("/drafts/drafts", "k1", DRAFT.formatted("as section 12 says"))
                .at("id");
        String wrong = post(
                        "/drafts/drafts",
                        "k2",
                        DRAFT.formatted("as Section 99 says").replace("notice-1", "notice-2"))
                .at("id");

        Said checked = get("/drafts/drafts/" + good + "/citations");

        assertThat(checked.at("citations", "0")).isEqualTo("section 12");
        assertThat(checked.at("digest"))
                .hasSize(64)
                .isEqualTo(get("/drafts/drafts/" + good).at("digest"));
        assertThat(get("/drafts/drafts/" + wrong + "/citations").at("reason")).contains("no Section 99");
        assertThat(get("/drafts/drafts/4711/citations").status()).isEqualTo(404);
    }

    @Test
    void shouldChangeAnAccountOnlyForTheVersionThatItHas() throws Exception {
        String account = post("/crm/accounts", "k1", "{\"customer\":\"c-1\",\"plan\":\"large\"}")
                .at("id");

        assertThat(change("k2", "1").status()).isEqualTo(200);
        assertThat(change("k2", "1").at("version")).as("the same once more").isEqualTo("2");
        assertThat(change("k3", "1").status()).isEqualTo(412);
        assertThat(change("k3", "2").at("version")).isEqualTo("3");
        assertThat(get("/crm/accounts/c-1").at("version")).isEqualTo("3");
        post("/crm/closures", "k4", "{\"account\":\"" + account + "\"}");
        assertThat(get("/crm/accounts/c-1").status()).isEqualTo(404);
    }

    private static Said change(String key, String version) throws IOException, InterruptedException {
        return send("PUT", "/crm/accounts/c-1/plan", key, "{\"plan\":\"small\"}", "If-Match", version);
    }

    private record Said(int status, String body) {
        private String at(String... path) throws JsonProcessingException {
            return JSON.readTree(body).at("/" + String.join("/", path)).asText();
        }
    }

    private static Said get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", "");
    }

    private static Said post(String path, String key, String body) throws IOException, InterruptedException {
        return send("POST", path, key, body);
    }

    private static Said send(String method, String path, String key, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(simulator.address() + path)).timeout(Duration.ofSeconds(5));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = CLIENT.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Said(answer.statusCode(), answer.body());
    }
}
