package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.COMMAND;
import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.topology.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server around the API. */
class RestServerTest {
    private final Cluster cluster = new Cluster(new FakeViews());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldKeepWebPagesOut() throws IOException {
        assertThat(cluster.post(0, "/v1/commands", "text/plain", COMMAND).status())
                .isEqualTo(415);
        assertThat(statusOfCallTo("evil.example")).contains(" 421 ");
        assertThat(statusOfCallTo("127.0.0.1.evil.example")).contains(" 421 ");
        assertThat(statusOfCallTo("localhost:1")).contains(" 200 ");
        assertThat(statusOfCallTo("LOCALHOST")).contains(" 200 ");
        assertThat(statusOfCallTo("127.0.0.1:1")).contains(" 200 ");
        assertThat(statusOfCallTo("[::1]:1")).contains(" 200 ");
        assertThat(statusOfCallTo("Sluice.Example:1")).contains(" 200 ");
    }

    @Test
    void shouldAnswerWithAProblemDocument() {
        Cluster.Answer answer = cluster.get(0, "/v1/sagas?tenant=city&status=lost");

        assertProblem(
                answer, 400, "status must be one of pending, active, compensating, committed, rolled_back, failed.");
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("type").asText()).isEqualTo("urn:sluice:problem:invalid_parameter");
        assertThat(answer.body().path("title").asText()).isEqualTo("invalid parameter");
        assertThat(cluster.get(0, "/v1/nothing").status()).isEqualTo(404);
        assertThat(cluster.get(0, "/v1/sagas?tenant=city&cursor=!").status()).isEqualTo(400);
        assertThat(cluster.get(0, "/v1/sagas?tenant=city&limit=0").status()).isEqualTo(400);
    }

    @Test
    void shouldLiveBeforeItIsReady() {
        assertThat(cluster.get(0, "/health/ready").status()).isEqualTo(200);
        try (RestServer starting = RestServer.listen("127.0.0.1", 0, Set.of())) {
            assertThat(status(starting, "/health/live")).isEqualTo(200);
            assertThat(status(starting, "/health/ready")).isEqualTo(503);
            assertThat(status(starting, "/v1/sagas?tenant=city")).isEqualTo(503);
        }
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        int port = cluster.port(0);

        assertThatThrownBy(() -> RestServer.listen("127.0.0.1", port, Set.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1 port " + port);
    }

    private int status(RestServer server, String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return cluster.send(HttpRequest.newBuilder(uri)).status();
    }

    /** A client of the JDK does not let its Host header be chosen. */
    private String statusOfCallTo(String host) throws IOException {
        String request = "GET /v1/sagas?tenant=city HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port(0))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }
}
