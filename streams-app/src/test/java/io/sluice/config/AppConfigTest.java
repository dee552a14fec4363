package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.provider.ProviderConfig;
import io.sluice.relay.RelayConfig;
import io.sluice.saga.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppConfigTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldHaveADefaultForEverythingThatAnInstanceNeeds() throws Exception {
        AppConfig config = read(Map.of(), Map.of(), null);

        assertThat(config.kafka()).containsEntry("bootstrap.servers", "localhost:9092");
        assertThat(config.http()).isEqualTo(new AppConfig.Http("127.0.0.1", 7070, null, 0, List.of(), false));
        assertThat(config.relay()).isNull();
        assertThat(config.providers()).isEmpty();
    }

    @Test
    void shouldHaveTheMachinesOwnLimitsAsDefaults() throws Exception {
        assertThat(read(Map.of(), Map.of(), null).limits()).isEqualTo(Limits.DEFAULTS);
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentAndThatToTheFile() throws Exception {
        Path file = file("http.port=1001\nhttp.host=file\ntopic.prefix=file.\n");
        Map<String, String> environment = Map.of("SLUICE_HTTP_PORT", "1002", "SLUICE_HTTP_HOST", "environment");

        AppConfig config = read(Map.of(Setting.HTTP_PORT, "1003"), environment, file);

        assertThat(config.http().port()).isEqualTo(1003);
        assertThat(config.http().host()).isEqualTo("environment");
        assertThat(config.topics().prefix()).isEqualTo("file.");
    }

    @Test
    void shouldReadLimitsFromAnySource() throws Exception {
        AppConfig config = read(
                Map.of(Setting.BACKOFF_BASE, "100ms"),
                Map.of("SLUICE_LIMITS_MAX_CALLS", "3"),
                file("limits.saga-timeout=PT1M30S"));

        assertThat(config.limits().backoffBase()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.limits().maxCalls()).isEqualTo(3);
        assertThat(config.limits().sagaTimeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void shouldTellEveryProblemAtOnceWithWhereItCameFrom() throws Exception {
        Path file = file("http.prot=8080\npartitions=many\n");

        assertThatThrownBy(() -> read(Map.of(Setting.HTTP_PORT, "70000"), Map.of("SLUICE_RELAY", "perhaps"), file))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("http.prot in " + file + " is no setting of Sluice")
                .contains("partitions in " + file + " is 'many', which is not a whole number from 1 to 10000")
                .contains("--http-port is '70000'")
                .contains("SLUICE_RELAY is 'perhaps': write on or off or auto.");
    }

    @Test
    void shouldRefuseLimitsThatContradictEachOther() {
        assertThatThrownBy(() -> read(Map.of(Setting.BACKOFF_BASE, "1m"), Map.of(), null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--limits-backoff-base must not be longer than limits.backoff-max: change one of them.");
    }

    @Test
    void shouldRefuseADurationThatIsNone() {
        assertThatThrownBy(() -> read(Map.of(Setting.DEDUP_WINDOW, "a week"), Map.of(), null))
                .message()
                .startsWith("--limits-dedup-window is 'a week', which is not a duration")
                .contains("write for example 250ms");
    }

    @Test
    void shouldSayWhichFileCannotBeRead() {
        Path missing = directory.resolve("missing.properties");

        assertThatThrownBy(() -> read(Map.of(), Map.of(), missing))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(missing.toString());
    }

    @Test
    void shouldRunTheRelayWhereADatabaseIsGiven() throws Exception {
        AppConfig config = read(
                Map.of(Setting.JDBC_URL, "jdbc:postgresql://db:6543/cases", Setting.JDBC_USER, "sluice"),
                Map.of("SLUICE_JDBC_PASSWORD", "p4ss word "),
                null);

        assertThat(config.relay()).isNotNull();
        assertThat(config.relay())
                .extracting(RelayConfig::database)
                .isEqualTo(new RelayConfig.Database("db", 6543, "cases", "sluice", "p4ss word "));
    }

    @Test
    void shouldLeaveTheReadingOfTheOutboxToKafkaConnectWhereThatIsSaid() throws Exception {
        AppConfig config = read(
                Map.of(
                        Setting.JDBC_URL, "jdbc:postgresql://db/cases",
                        Setting.JDBC_USER, "sluice",
                        Setting.RELAY_CAPTURE, "kafka-connect"),
                Map.of(),
                null);

        assertThat(config.relay()).extracting(RelayConfig::captureBy).isEqualTo(RelayConfig.CaptureBy.KAFKA_CONNECT);
    }

    @Test
    void shouldNotRunTheRelayWhereItIsTurnedOff() throws Exception {
        AppConfig config =
                read(Map.of(Setting.JDBC_URL, "jdbc:postgresql://db/cases", Setting.RELAY, "off"), Map.of(), null);

        assertThat(config.relay()).isNull();
    }

    @Test
    void shouldRefuseARelayWithoutDatabase() {
        assertThatThrownBy(() -> read(Map.of(Setting.RELAY, "on"), Map.of(), null))
                .hasMessageContaining("The relay is on, but jdbc.url is not set");
    }

    @Test
    void shouldFindProvidersInEverySource() throws Exception {
        AppConfig config = AppConfig.of(Settings.collect(
                Map.of(),
                Map.of("dispatch", "http://flag:1"),
                Map.of(
                        "SLUICE_PROVIDER_CASE_REGISTRY_URL", "https://registry/v1",
                        "SLUICE_PROVIDER_DISPATCH_URL", "http://environment:1",
                        "SLUICE_PROVIDER_DISPATCH_SECRET_API_TOKEN", "s3cret"),
                file("provider.Notices_2.url=http://notices")));

        assertThat(config.providers())
                .containsExactlyInAnyOrder(
                        ProviderConfig.of("dispatch", "http://flag:1", Map.of("API_TOKEN", "s3cret")),
                        ProviderConfig.of("case-registry", "https://registry/v1", Map.of()),
                        ProviderConfig.of("Notices_2", "http://notices", Map.of()));
    }

    @Test
    void shouldRefuseASecretOfAProviderThatIsNowhere() {
        assertThatThrownBy(() -> read(Map.of(), Map.of("SLUICE_PROVIDER_X_SECRET_TOKEN", "s3cret"), null))
                .hasMessage("Provider x has a secret but no URL: set provider.x.url as well.");
    }

    @Test
    void shouldHandKafkaPropertiesOn() throws Exception {
        AppConfig config = read(
                Map.of(), Map.of("SLUICE_KAFKA_SECURITY_PROTOCOL", "SSL"), file("kafka.ssl.truststore.location=/t"));

        assertThat(config.kafka())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "/t");
    }

    @Test
    void shouldNeverShowASecret() throws Exception {
        AppConfig config = read(
                Map.of(Setting.JDBC_URL, "jdbc:postgresql://db/cases", Setting.JDBC_USER, "sluice"),
                Map.of(
                        "SLUICE_JDBC_PASSWORD", "s3cret",
                        "SLUICE_PROVIDER_X_URL", "http://x",
                        "SLUICE_PROVIDER_X_SECRET_TOKEN", "s3cret",
                        "SLUICE_KAFKA_SASL_JAAS_CONFIG", "s3cret"),
                null);

        assertThat(config.toString()).contains("TOKEN").doesNotContain("s3cret");
        assertThatThrownBy(() -> read(Map.of(Setting.REGISTRY_URL, "http://me:s3cret@registry"), Map.of(), null))
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void shouldOfferNoFlagForASecret() {
        assertThat(Setting.JDBC_PASSWORD.flag()).isEmpty();
    }

    private Path file(String properties) throws IOException {
        return Files.writeString(directory.resolve("sluice.properties"), properties);
    }

    private static AppConfig read(Map<Setting, String> flags, Map<String, String> environment, @Nullable Path file)
            throws ConfigException {
        return AppConfig.of(Settings.collect(flags, Map.of(), environment, file));
    }
}
