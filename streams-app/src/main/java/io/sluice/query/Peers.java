package io.sluice.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.query.view.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** Asks other instances what they hold. */
public final class Peers implements AutoCloseable {

    /** Marks a question that was passed on once; it is answered from what is there and passed on no further. */
    public static final String HOP_HEADER = "Sluice-Hop";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * The answer of {@code instance} to a GET of {@code pathAndQuery}.
     *
     * @throws Refusal the instance's own, or {@code unavailable} when it gives no usable answer
     */
    public JsonNode get(HostInfo instance, String pathAndQuery) {
        HttpRequest request = HttpRequest.newBuilder(uri(instance, pathAndQuery))
                .timeout(ANSWER_TIMEOUT)
                .header(HOP_HEADER, "1")
                .GET()
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = Json.parse(answer.body());
            if (answer.statusCode() < FIRST_ERROR) {
                return body;
            }
            throw new Refusal(
                    answer.statusCode(),
                    body.path("reason").asText(),
                    body.path("detail").asText(),
                    null);
        } catch (JsonProcessingException e) {
            throw unavailable(instance, "it does not speak like Sluice", e);
        } catch (IOException e) {
            throw unavailable(instance, e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(instance, "interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static URI uri(HostInfo instance, String pathAndQuery) {
        try {
            return new URI("http://" + instance.host() + ":" + instance.port() + pathAndQuery);
        } catch (URISyntaxException e) {
            throw Refusal.invalid("invalid_path", "The path holds characters that must be percent-encoded.");
        }
    }

    private static Refusal unavailable(HostInfo instance, String why, Exception cause) {
        return Refusal.unavailable(
                "The instance at " + instance.host() + ":" + instance.port() + ", which holds this, gives no answer ("
                        + why + "): try again in a moment.",
                cause);
    }
}
