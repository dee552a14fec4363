package io.sluice.provider;

import static io.sluice.provider.Intents.CALL;
import static io.sluice.provider.Intents.LOOKUP;
import static io.sluice.provider.Intents.call;
import static io.sluice.provider.Intents.contract;
import static io.sluice.provider.Intents.contractWithoutLookup;
import static io.sluice.provider.Intents.intent;
import static io.sluice.provider.Intents.lookup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the way, told apart by whether anything may have left (invariant 5: unknown is not failed). */
@Timeout(30)
class ProviderFailureTest {
    private ScriptedProvider provider;
    private ProviderClient client;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider();
        client = client(provider.url());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
    }

    @ParameterizedTest
    @EnumSource(AttemptKind.class)
    void shouldSendNotAByteWhenTheLastCheckSaysNo(AttemptKind kind) {
        Intent refused = kind == AttemptKind.CALL ? call() : lookup(LOOKUP, null);

        Outcome outcome = client.dispatch(refused, contract(), () -> false);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.NOT_FIRED);
        await().until(() -> provider.endedConnections() == 1);
        assertThat(provider.bytes()).isZero();
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void shouldAskTheLastCheckOnTheCallingThreadWhenTheConnectionIsThere() {
        provider.then(201, "{\"id\":\"n-7\"}").then(200, "{\"items\":[{\"body\":{\"case_id\":\"c1\"}}]}");
        AtomicInteger asked = new AtomicInteger();
        Thread caller = Thread.currentThread();

        Outcome outcome = client.dispatch(call(), contract(), () -> {
            asked.incrementAndGet();
            assertThat(Thread.currentThread()).isSameAs(caller);
            await().until(() -> provider.connections() == 1);
            assertThat(provider.bytes()).isZero();
            return true;
        });

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(asked).as("the read-back needs no last check").hasValue(1);
    }

    @Test
    void shouldSendNothingWhenTheLastCheckBreaks() {
        Outcome outcome = client.dispatch(call(), contract(), () -> {
            throw new IllegalStateException("the gate is gone");
        });

        assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
        await().until(() -> provider.endedConnections() == 1);
        assertThat(provider.bytes()).isZero();
    }

    @Test
    void shouldNotFireWhenTheTimeIsUpBeforeTheLastCheckEnds() {
        CountDownLatch never = new CountDownLatch(1);
        Intent intent = intent(AttemptKind.CALL, CALL, null, null, 100);

        Outcome outcome = client.dispatch(intent, contractWithoutLookup(), () -> {
            try {
                return !never.await(400, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
        await().until(() -> provider.endedConnections() == 1);
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void shouldCallARefusedConnectionTransient() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (ProviderClient nobody = client("http://127.0.0.1:" + port)) {
            Outcome outcome = nobody.dispatch(call(), contract(), () -> true);

            assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
            assertThat(outcome.error()).isEqualTo("Nothing was sent to provider notices: it refused the connection.");
            assertThat(nobody.dispatch(lookup(LOOKUP, null), contract(), () -> true)
                            .result())
                    .as("a lookup that fails tells nothing")
                    .isEqualTo(OutcomeResult.UNKNOWN);
        }
    }

    @Test
    void shouldCallAnUnknownHostTransient() {
        try (ProviderClient nobody = client("http://sluice-test.invalid")) {
            Outcome outcome = nobody.dispatch(call(), contract(), () -> true);

            assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
            assertThat(outcome.error()).contains("cannot be resolved");
        }
    }

    @Test
    void shouldCallAFailedTlsHandshakeTransient() {
        try (ProviderClient tls = client(provider.url().replace("http:", "https:"))) {
            Outcome outcome = tls.dispatch(intent(AttemptKind.CALL, CALL, null, null, 1_000), contract(), () -> true);

            assertThat(outcome.result()).isEqualTo(OutcomeResult.TRANSIENT);
            assertThat(outcome.error()).startsWith("Nothing was sent to provider notices");
        }
    }

    @Test
    void shouldBeInDoubtWhenTheConnectionIsDroppedAfterTheRequest() {
        provider.then(OutputStream::close);

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.httpStatus()).isZero();
        assertThat(outcome.error()).contains("broke after the request was sent");
        assertThat(provider.requests()).as("no automatic retry").hasSize(1);
    }

    @Test
    void shouldBeInDoubtWhenTheAnswerBreaksOff() {
        provider.then(out -> {
            write(out, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":");
            out.close();
        });

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.httpStatus()).isEqualTo(201);
        assertThat(outcome.response()).isNull();
    }

    @Test
    void shouldBeInDoubtWhenTheAnswerIsNotHttp() {
        provider.then(out -> {
            write(out, "SSH-2.0-OpenSSH_9.6\r\n".repeat(20));
            out.close();
        });

        assertThat(client.dispatch(call(), contract(), () -> true).result()).isEqualTo(OutcomeResult.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 201 Created\r\nX-Endless: a",
                "HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{",
            })
    void shouldBoundTheWholeRequestInTimeHoweverSlowlyTheAnswerDrips(String start) {
        provider.then(out -> {
            write(out, start);
            CountDownLatch tick = new CountDownLatch(1);
            while (!tick.await(50, TimeUnit.MILLISECONDS)) {
                write(out, " ");
            }
        });
        long started = System.nanoTime();

        Outcome outcome =
                client.dispatch(intent(AttemptKind.CALL, CALL, null, null, 400), contractWithoutLookup(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.error()).contains("within 400 ms");
        assertThat((System.nanoTime() - started) / 1_000_000).isBetween(300L, 5_000L);
    }

    @Test
    void shouldBeInDoubtWhenNoAnswerComesInTime() {
        CountDownLatch over = new CountDownLatch(1);
        provider.then(out -> over.await());

        Outcome outcome =
                client.dispatch(intent(AttemptKind.CALL, CALL, null, null, 200), contractWithoutLookup(), () -> true);
        over.countDown();

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.error()).isEqualTo("Provider notices did not answer in full within 200 ms.");
    }

    @Test
    void shouldStopReadingAnEndlessAnswer() {
        provider.then(out -> {
            write(out, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n");
            String chunk = "x".repeat(8192);
            for (int i = 0; i < 100_000; i++) {
                write(out, chunk);
            }
        });

        Outcome outcome = client.dispatch(call(), contract(), () -> true);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(outcome.httpStatus()).isEqualTo(201);
        assertThat(outcome.error()).contains("longer than 1048576 bytes");
        assertThat(outcome.responseDigest()).isNull();
    }

    @Test
    void shouldUseAnotherConnectionAfterTheServerClosedAnIdleOne() {
        provider.then(out -> {
            ScriptedProvider.respond(out, 200, "{}");
            out.close();
        });
        provider.then(200, "{}");

        client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true);
        await().pollDelay(Duration.ofMillis(300)).until(() -> provider.endedConnections() == 1);
        Outcome second = client.dispatch(call(CALL, null), contractWithoutLookup(), () -> true);

        assertThat(second.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(provider.connections()).isEqualTo(2);
    }

    @Test
    void shouldNeverRepeatASecret() throws Exception {
        ProviderConfig config = ProviderConfig.of("notices", provider.url(), Map.of("TOKEN", "s3cr3t"));
        provider.then(500, "{}").then(OutputStream::close);
        try (ProviderClient secretive = new ProviderClient(List.of(config), InstantSource.system())) {
            Intent intent = call(
                    new RenderedRequest("notices", "POST", "/x", Map.of("Authorization", "secret:TOKEN"), "{}"), null);

            assertThat(secretive
                            .dispatch(intent, contractWithoutLookup(), () -> true)
                            .toString())
                    .doesNotContain("s3cr3t");
            assertThat(secretive
                            .dispatch(intent, contractWithoutLookup(), () -> true)
                            .toString())
                    .doesNotContain("s3cr3t");
        }
        assertThat(provider.requests().get(0).headers()).containsEntry("authorization", "s3cr3t");
        assertThat(config.toString()).doesNotContain("s3cr3t").contains("TOKEN");
    }

    private static ProviderClient client(String url) {
        return new ProviderClient(List.of(ProviderConfig.of("notices", url, Map.of())), InstantSource.system());
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
