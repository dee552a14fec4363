package io.sluice.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class RegistryIT {
    @Test
    void shouldKeepItsSchemasAndTheirIdsWhenStartedAgain(Sandbox sandbox) throws Exception {
        Registry registry = sandbox.registry();
        String answer = send(HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/kept-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"\\\"string\\\"\"}")));
        assertThat(answer).contains("\"id\":");

        registry.process().restart();

        String id = answer.replaceAll(".*\"id\":\\s*(\\d+).*", "$1");
        assertThat(send(HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id))))
                .contains("string");
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }
}
