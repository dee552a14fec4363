package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfluentRegistryTest {

    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        url = "http://localhost:" + server.getAddress().getPort() + "/apis/ccompat/v7";
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void shouldRegisterASchemaUnderItsSubject() {
        answer("POST /apis/ccompat/v7/subjects/sluice.commands-value/versions", 200, "{\"id\":7}");

        assertThat(registry().register("sluice.commands-value", SCHEMA)).isEqualTo(7);
        assertThat(asked.get()).contains("\\\"name\\\":\\\"A\\\"");
    }

    @Test
    void shouldFetchASchemaByItsNumber() {
        answer("GET /apis/ccompat/v7/schemas/ids/7", 200, "{\"schema\":\"\\\"string\\\"\"}");

        assertThat(registry().schemaById(7)).isEqualTo("\"string\"");
    }

    @Test
    void shouldTellAnUnknownNumber() {
        answer("GET /apis/ccompat/v7/schemas/ids/8", 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThatExceptionOfType(UnknownSchemaId.class)
                .isThrownBy(() -> registry().schemaById(8))
                .withMessageContaining("id 8");
    }

    @Test
    void shouldTellARefusedSchema() {
        answer(
                "POST /apis/ccompat/v7/subjects/s/versions",
                409,
                "{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}");

        assertThatExceptionOfType(SchemaRefused.class)
                .isThrownBy(() -> registry().register("s", SCHEMA))
                .withMessageContaining("incompatible");
    }

    @Test
    void shouldNotTakeAPageOfAnotherServerForAnUnknownNumber() {
        answer("GET /apis/ccompat/v7/schemas/ids/8", 404, "<html>nothing here</html>");

        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> registry().schemaById(8))
                .withMessageContaining(url);
    }

    @Test
    void shouldTellAFailingRegistry() {
        answer("GET /apis/ccompat/v7/schemas/ids/8", 500, "{\"error_code\":50001,\"message\":\"store is down\"}");

        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> registry().schemaById(8))
                .withMessageContaining("store is down");
    }

    @Test
    void shouldTellARegistryThatIsNotThere() {
        server.stop(0);

        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> registry().register("s", SCHEMA))
                .withMessageContaining("Check that it runs");
    }

    @Test
    void shouldNotWaitForeverForAnAnswer() {
        server.createContext("/", exchange -> awaitEnd());

        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> new ConfluentRegistry(url, Duration.ofMillis(100)).schemaById(1));
    }

    @Test
    void shouldLeaveKafkasCompressionToKafkasOwnLibraries() throws ClassNotFoundException {
        for (String bundled : new String[] {"com.github.luben.zstd.Zstd", "org.xerial.snappy.Snappy"}) {
            Class<?> used = Class.forName(bundled, false, getClass().getClassLoader());

            assertThat(used.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .doesNotContain("flink");
        }
    }

    private ConfluentRegistry registry() {
        return new ConfluentRegistry(url);
    }

    private void answer(String request, int status, String body) {
        server.createContext("/", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            asked.set(new String(sent, StandardCharsets.UTF_8));
            boolean expected = request.equals(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(expected ? status : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
