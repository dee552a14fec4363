package io.sluice.provider;

import io.sluice.effect.RenderedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request at most once and tells whether anything may have left. The last check is asked inside the request
 * executor: every way to it has a connection, and the next thing after it is the first byte.
 */
final class HttpTransport implements AutoCloseable {

    /** An answer longer than this is not read to its end. */
    static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final String EXCHANGE = HttpTransport.class.getName();

    private final CloseableHttpClient client = HttpClients.create(new GuardedExecutor());
    private final Deadlines deadlines = new Deadlines();
    private final InstantSource clock;

    /** One request on its way; used by the calling thread alone. */
    private static final class Exchange {
        private final LastCheck lastCheck;
        private boolean refused;
        private boolean fired;
        private int status;
        private final Deadlines.Entry deadline;

        private Exchange(LastCheck lastCheck, Deadlines.Entry deadline) {
            this.lastCheck = lastCheck;
            this.deadline = deadline;
        }
    }

    private static final class GuardedExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback informationCallback,
                HttpContext context)
                throws IOException, HttpException {
            Exchange exchange = (Exchange) context.getAttribute(EXCHANGE);
            if (exchange.fired) {
                throw new IOException("a request is sent once");
            }
            boolean mayFire = exchange.lastCheck.mayFire();
            if (exchange.deadline.isOver() || !mayFire) {
                exchange.refused = !mayFire;
                throw new IOException("not fired");
            }
            exchange.fired = true;
            return super.execute(request, connection, informationCallback, context);
        }
    }

    HttpTransport(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Sends {@code request} with {@code headers} in the place of its own.
     *
     * @param timeout from now to the last byte of the answer
     */
    Reply send(
            ProviderConfig provider,
            RenderedRequest request,
            Map<String, String> headers,
            Duration timeout,
            LastCheck lastCheck) {
        URI uri;
        try {
            uri = new URI(provider.baseUrl() + request.path());
        } catch (URISyntaxException e) {
            return new Reply.NotSent("Nothing was sent: the path of the request is not one that a URL can have.");
        }
        HttpUriRequestBase http = new HttpUriRequestBase(request.method(), uri);
        headers.forEach(http::setHeader);
        if (request.body() != null) {
            http.setEntity(new ByteArrayEntity(
                    request.body().getBytes(StandardCharsets.UTF_8), ContentType.create("application/json")));
        }
        http.setConfig(HttpClients.requestConfig(timeout));
        Exchange exchange = new Exchange(lastCheck, deadlines.add(timeout, http::cancel));
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(EXCHANGE, exchange);
        try (ClassicHttpResponse response = client.executeOpen(null, http, context)) {
            exchange.status = response.getCode();
            return read(response, http, provider.name());
        } catch (IOException | RuntimeException e) {
            return failed(provider.name(), exchange, timeout, e);
        } finally {
            deadlines.remove(exchange.deadline);
        }
    }

    private Reply read(ClassicHttpResponse response, HttpUriRequestBase request, String provider) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] kept = new byte[0];
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream body = entity.getContent();
            kept = body.readNBytes(Answer.MAX_READ_BYTES + 1);
            sha256.update(kept);
            byte[] buffer = new byte[8192];
            int total = kept.length;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                total += n;
                if (total > MAX_ANSWER_BYTES) {
                    // Closing would read the rest first.
                    request.cancel();
                    return new Reply.Lost(
                            response.getCode(),
                            "The answer of provider " + provider + " is longer than " + MAX_ANSWER_BYTES + " bytes.");
                }
                sha256.update(buffer, 0, n);
            }
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        return new Reply.Answered(Answer.of(
                response.getCode(),
                kept.length > Answer.MAX_READ_BYTES ? null : kept,
                HexFormat.of().formatHex(sha256.digest()),
                retryAfter == null ? 0 : RetryAfter.millis(retryAfter.getValue(), clock.instant())));
    }

    /** Exceptions' own messages stay out: they may repeat what was sent. */
    private static Reply failed(String provider, Exchange exchange, Duration timeout, Exception e) {
        String kind = e.getClass().getSimpleName();
        if (exchange.refused) {
            return new Reply.NotFired();
        }
        if (exchange.fired) {
            boolean late = exchange.deadline.isOver() || e instanceof SocketTimeoutException;
            return new Reply.Lost(
                    exchange.status,
                    late
                            ? "Provider " + provider + " did not answer in full within " + timeout.toMillis() + " ms."
                            : "The connection to provider " + provider + " broke after the request was sent (" + kind
                                    + ").");
        }
        String why = switch (e) {
            case UnknownHostException unknown -> "its host name cannot be resolved";
            case ConnectionRequestTimeoutException busy -> "no connection became free in time";
            case ConnectTimeoutException slow -> "it did not accept a connection in time";
            case ConnectException refused -> "it refused the connection";
            case SSLException tls -> "the TLS handshake failed";
            default ->
                exchange.deadline.isOver() ? "no connection was there in time" : "the connection failed (" + kind + ")";
        };
        return new Reply.NotSent("Nothing was sent to provider " + provider + ": " + why + ".");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        deadlines.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
