package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.query.view.Json;
import io.sluice.topology.IdentityHeader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The REST API of a running Sluice, as the commands use it; mixed into each of them. */
final class Api {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_URL:-http://127.0.0.1:7070}",
            description = "Where Sluice listens (SLUICE_URL; default: http://127.0.0.1:7070).")
    private String url = "";

    private @Nullable HttpClient client;

    /** What {@code path} holds, empty when there is no such thing. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = send(request(path).GET());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(answer));
    }

    JsonNode get(String path) {
        return read(send(request(path).GET()));
    }

    /** Asks what is told only to people who prove who they are, where callers are not believed. */
    JsonNode get(String path, IdentityOption identity) {
        return read(send(proven(request(path).GET(), identity)));
    }

    /** Sends what a person says, with the token that proves who they are where there is one. */
    JsonNode post(String path, String contentType, String body, IdentityOption identity) {
        return read(send(proven(posted(path, contentType, body), identity)));
    }

    private static HttpRequest.Builder proven(HttpRequest.Builder request, IdentityOption identity) {
        String token = identity.token();
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Proposes {@code command}, with the token of who proposes where there is one. */
    JsonNode propose(JsonNode command, @Nullable String token) {
        HttpRequest.Builder request = posted("/v1/commands", "application/json", command.toString());
        return read(send(token == null ? request : request.header(IdentityHeader.NAME, token)));
    }

    private HttpRequest.Builder posted(String path, String contentType, String body) {
        return request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** {@code path} with the parameters that have a value. */
    static String query(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** One segment of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        URI base = base();
        String root = base.toString();
        return HttpRequest.newBuilder(
                        URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json");
    }

    private URI base() {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new Failure(
                "'" + url + "' is not the address of a Sluice: write for example --url http://127.0.0.1:7070.");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpClient http = client;
        if (http == null) {
            http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
            client = http;
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw new Failure(
                    "Sluice at " + url + " does not answer: is it overloaded, or is it something else that listens"
                            + " there?",
                    e);
        } catch (ConnectException e) {
            throw new Failure(
                    "No Sluice listens at " + url + ": start one (sluice dev, or sluice app), or say where it is with"
                            + " --url or SLUICE_URL.",
                    e);
        } catch (IOException e) {
            throw new Failure("The connection to " + url + " broke (" + e.getMessage() + "): try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.", e);
        }
    }

    private JsonNode read(HttpResponse<String> answer) {
        JsonNode body;
        try {
            body = Json.parse(answer.body());
        } catch (JsonProcessingException e) {
            throw new Failure(
                    "What listens at " + url + " does not speak like Sluice (status " + answer.statusCode()
                            + "): correct --url or SLUICE_URL.",
                    e);
        }
        if (answer.statusCode() >= 300) {
            String detail = body.path("detail").asText("");
            throw new Failure(detail.isEmpty() ? "Sluice answers with status " + answer.statusCode() + "." : detail);
        }
        return body;
    }
}
