package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** The calls of S3 with nothing around them: no log, no state, no durability. The best that any system could reach. */
final class BareLoop {

    private static final String[] STEPS = {"first", "second", "third"};

    private final URI provider;

    BareLoop(URI provider) {
        this.provider = provider;
    }

    Measured run(int sagas, int inFlight) throws InterruptedException {
        double[] latencies = new double[sagas];
        AtomicInteger next = new AtomicInteger();
        long from = System.nanoTime();
        try (CloseableHttpClient client = HttpClients.custom()
                        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                                .setMaxConnTotal(inFlight)
                                .setMaxConnPerRoute(inFlight)
                                .build())
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < inFlight; worker++) {
                threads.execute(() -> {
                    for (int saga = next.getAndIncrement(); saga < sagas; saga = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        saga(client);
                        latencies[saga] = (System.nanoTime() - start) / 1e6;
                    }
                });
            }
        } catch (IOException e) {
            throw new IllegalStateException("the HTTP client could not be closed", e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return Measured.of("bare loop, " + inFlight + " in flight", took, latencies);
    }

    private void saga(CloseableHttpClient client) {
        for (String step : STEPS) {
            String key = UUID.randomUUID().toString();
            HttpPost post = new HttpPost(provider + "/" + step);
            post.addHeader("Idempotency-Key", key);
            post.setEntity(new StringEntity("{\"run\":\"" + key + "\"}", ContentType.APPLICATION_JSON));
            send(client, post);
            send(client, new HttpGet(provider + "/" + step + "?key=" + key));
        }
    }

    private static void send(CloseableHttpClient client, ClassicHttpRequest request) {
        try {
            client.execute(request, response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
            });
        } catch (IOException e) {
            throw new IllegalStateException("the simulated provider did not answer", e);
        }
    }
}
