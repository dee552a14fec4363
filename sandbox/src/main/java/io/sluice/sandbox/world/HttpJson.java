package io.sluice.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON over HTTP to one server of the world. */
final class HttpJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    HttpJson(URI base) {
        this.base = base;
    }

    /** What is there; a missing node where the server knows no such thing. */
    JsonNode get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == NOT_FOUND) {
                return MissingNode.getInstance();
            }
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new SandboxException(method + " " + base.resolve(path) + " was answered with "
                        + answer.statusCode() + ": " + answer.body());
            }
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new SandboxException(method + " " + base.resolve(path) + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted while waiting for " + base.resolve(path), e);
        }
    }
}
