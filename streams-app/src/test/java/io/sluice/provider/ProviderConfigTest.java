package io.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderConfigTest {

    @ParameterizedTest
    @CsvSource({
        "http://h/lookup/, http://h/lookup",
        "https://h:8443, https://h:8443",
        "http://[::1]:80/x, http://[::1]:80/x"
    })
    void shouldTakeAbsoluteUrls(String url, String base) {
        assertThat(ProviderConfig.of("p", url, Map.of()).baseUrl()).hasToString(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notices.example",
                "/v1",
                "ftp://h/x",
                "file:///etc",
                "http://user:pass@h/",
                "http://h/?a=b",
                "http://h/#x",
                "http:///x",
                "ht tp://h",
            })
    void shouldRefuseWhatIsNoBaseUrl(String url) {
        assertThatThrownBy(() -> ProviderConfig.of("p", url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base URL of provider p")
                .hasMessageNotContaining("pass@");
    }

    @Test
    void shouldRefuseSecretsThatNoHeaderCanCarry() {
        assertThatThrownBy(() -> ProviderConfig.of("p", "http://h", Map.of("TOKEN", "s3cr3t\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOKEN")
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "7 | 7000",
                "999999999999999999999 | 3600000",
                "Sat, 21 Nov 2026 10:00:30 GMT | 30000",
                "Sat, 21 Nov 2026 09:00:00 GMT | 0",
                "Sun, 21 Nov 2027 09:00:00 GMT | 3600000",
                "-5 | 0",
                "soon | 0",
            })
    void shouldReadRetryAfter(String value, long millis) {
        assertThat(RetryAfter.millis(value, Instant.parse("2026-11-21T10:00:00Z")))
                .isEqualTo(millis);
    }
}
