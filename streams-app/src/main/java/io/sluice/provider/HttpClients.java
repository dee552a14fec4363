package io.sluice.provider;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The one HTTP client: everything that could send a request again, elsewhere or with more in it is off. */
final class HttpClients {
    private static final int MAX_CONNECTIONS_PER_PROVIDER = 256;
    private static final int MAX_CONNECTIONS = 1024;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_LINE_CHARS = 16 * 1024;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

    /**
     * A request on a connection that the server has just closed for idleness has an unknown outcome. So connections are
     * dropped before the usual 5 s of servers, and looked at before use when idle for longer than a moment.
     */
    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(3);

    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(250);

    private HttpClients() {}

    static CloseableHttpClient create(HttpRequestExecutor executor) {
        Http1Config limits = Http1Config.custom()
                .setMaxHeaderCount(MAX_HEADERS)
                .setMaxLineLength(MAX_LINE_CHARS)
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_PROVIDER)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(limits)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setTimeToLive(CONNECTION_LIFE)
                                .setValidateAfterInactivity(VALIDATE_AFTER)
                                .build())
                        .build())
                .setRequestExecutor(executor)
                // Neither a proxy nor credentials from system properties.
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultCredentialsProvider(new BasicCredentialsProvider())
                .setKeepAliveStrategy((response, context) -> MAX_IDLE)
                .setUserAgent("sluice")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .evictExpiredConnections()
                .build();
    }

    static RequestConfig requestConfig(Duration timeout) {
        Timeout limit = Timeout.of(timeout);
        return RequestConfig.custom()
                .setConnectionRequestTimeout(limit)
                .setResponseTimeout(limit)
                .setAuthenticationEnabled(false)
                .setRedirectsEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }
}
