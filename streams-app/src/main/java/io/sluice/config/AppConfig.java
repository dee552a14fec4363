package io.sluice.config;

import io.sluice.saga.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the application is told.
 *
 * @param kafka connection properties of every Kafka client
 * @param replicationFactor copies of each topic that is created
 * @param threads stream threads of each topology
 * @param database the database with the outbox, where this instance runs the relay; null where it does not
 * @param providers by the name that tool contracts use
 * @param catalogFiles applied at each start
 */
public record AppConfig(
        Map<String, String> kafka,
        URI registryUrl,
        String topicPrefix,
        int partitions,
        short replicationFactor,
        int threads,
        Path stateDir,
        Http http,
        @Nullable Database database,
        Map<String, Provider> providers,
        List<Path> catalogFiles,
        Limits limits) {

    private static final String TOPIC_NAME = "[a-zA-Z0-9._-]{1,200}";
    private static final String JDBC = "jdbc:";
    private static final int POSTGRES_PORT = 5432;

    /** Where the REST API listens, and where other instances find it. */
    public record Http(String host, int port, String advertisedHost, int advertisedPort) {}

    /** The database with the outbox. */
    public record Database(String host, int port, String name, String user, String password) {
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + name;
        }
    }

    /** Where a provider is, and what only its requests may carry. */
    public record Provider(URI url, Map<String, String> secrets) {
        @Override
        public String toString() {
            return url + " with secrets " + secrets.keySet();
        }
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigException with every problem found
     */
    public static AppConfig of(Settings settings) throws ConfigException {
        SettingReader reader = new SettingReader(settings);
        AppConfig config = new AppConfig(
                kafka(settings, reader),
                reader.http(Setting.REGISTRY_URL),
                topicPrefix(reader),
                reader.number(Setting.PARTITIONS, 1, 10_000),
                (short) reader.number(Setting.REPLICATION_FACTOR, 1, 100),
                reader.number(Setting.THREADS, 1, 1_000),
                reader.path(Setting.STATE_DIR),
                http(reader),
                database(reader),
                providers(settings, reader),
                reader.paths(Setting.CATALOG_FILES),
                limits(reader));
        reader.end();
        return config;
    }

    @Override
    public String toString() {
        return "AppConfig[kafka=" + kafka.get("bootstrap.servers") + ", registry=" + registryUrl + ", prefix="
                + topicPrefix + ", state=" + stateDir + ", http=" + http + ", database=" + database + ", providers="
                + providers + "]";
    }

    private static Map<String, String> kafka(Settings settings, SettingReader reader) {
        Map<String, String> kafka = new HashMap<>();
        settings.group(SettingGroup.KAFKA).forEach((name, value) -> kafka.put(name.name(), value.text()));
        kafka.put("bootstrap.servers", reader.required(Setting.BOOTSTRAP_SERVERS));
        return Map.copyOf(kafka);
    }

    private static String topicPrefix(SettingReader reader) {
        String prefix = reader.required(Setting.TOPIC_PREFIX);
        if (!prefix.isEmpty() && !prefix.matches(TOPIC_NAME)) {
            reader.problem(reader.source(Setting.TOPIC_PREFIX) + " is '" + prefix
                    + "', with which no topic can begin: use letters, digits, dots, dashes and underscores.");
        }
        return prefix;
    }

    private static Http http(SettingReader reader) {
        String host = reader.required(Setting.HTTP_HOST);
        int port = reader.port(Setting.HTTP_PORT);
        return new Http(
                host,
                port,
                reader.isSet(Setting.ADVERTISED_HOST) ? reader.text(Setting.ADVERTISED_HOST) : host,
                reader.isSet(Setting.ADVERTISED_PORT) ? reader.port(Setting.ADVERTISED_PORT) : port);
    }

    private static @Nullable Database database(SettingReader reader) {
        String relay = reader.text(Setting.RELAY);
        boolean hasUrl = reader.isSet(Setting.JDBC_URL);
        switch (relay) {
            case "off" -> {
                return null;
            }
            case "on" -> {
                if (!hasUrl) {
                    reader.problem(
                            "The relay is on, but jdbc.url is not set: say where the outbox is, or turn the relay off.");
                    return null;
                }
            }
            case "auto" -> {
                if (!hasUrl) {
                    return null;
                }
            }
            default -> reader.problem(reader.source(Setting.RELAY) + " is '" + relay + "': write on, off or auto.");
        }
        return parse(reader);
    }

    private static @Nullable Database parse(SettingReader reader) {
        String text = reader.text(Setting.JDBC_URL);
        URI uri = text.startsWith(JDBC) ? SettingReader.uri(text.substring(JDBC.length())) : null;
        boolean usable = uri != null
                && "postgresql".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPath().length() > 1
                && uri.getRawQuery() == null
                && uri.getRawUserInfo() == null;
        if (!usable || uri == null) {
            reader.problem(reader.source(Setting.JDBC_URL)
                    + " is not of the form jdbc:postgresql://host:port/name: correct it, and put user and password into"
                    + " jdbc.user and jdbc.password.");
            return null;
        }
        if (!reader.isSet(Setting.JDBC_USER)) {
            reader.problem("jdbc.url is set, but jdbc.user is not: say as whom the relay connects.");
        }
        return new Database(
                uri.getHost(),
                uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort(),
                uri.getPath().substring(1),
                reader.text(Setting.JDBC_USER),
                reader.secret(Setting.JDBC_PASSWORD));
    }

    private static Map<String, Provider> providers(Settings settings, SettingReader reader) {
        Map<String, Map<String, String>> secrets = new TreeMap<>();
        settings.group(SettingGroup.PROVIDER_SECRET)
                .forEach((name, value) -> secrets.computeIfAbsent(name.name(), unused -> new TreeMap<>())
                        .put(name.secret(), value.text()));
        Map<String, Provider> providers = new TreeMap<>();
        settings.group(SettingGroup.PROVIDER_URL).forEach((name, value) -> {
            Map<String, String> own = secrets.remove(name.name());
            providers.put(
                    name.name(),
                    new Provider(reader.http(value.text(), value.source()), own == null ? Map.of() : Map.copyOf(own)));
        });
        secrets.keySet()
                .forEach(name -> reader.problem(
                        "Provider " + name + " has a secret but no URL: set provider." + name + ".url as well."));
        return Map.copyOf(providers);
    }

    private static Limits limits(SettingReader reader) {
        Limits limits = new Limits(
                reader.duration(Setting.INTENT_VALIDITY),
                reader.duration(Setting.CLOCK_MARGIN),
                reader.duration(Setting.COMMAND_SKEW),
                reader.number(Setting.MAX_CALLS, 1, 1_000),
                reader.duration(Setting.BACKOFF_BASE),
                reader.duration(Setting.BACKOFF_MAX),
                reader.number(Setting.MAX_LOOKUPS, 1, 1_000),
                reader.duration(Setting.LOOKUP_BASE),
                reader.duration(Setting.LOOKUP_MAX),
                reader.duration(Setting.POLL_INTERVAL),
                reader.duration(Setting.APPROVAL_EXPIRY),
                reader.duration(Setting.SAGA_TIMEOUT),
                reader.duration(Setting.DEDUP_WINDOW));
        atMost(reader, Setting.BACKOFF_BASE, limits.backoffBase(), Setting.BACKOFF_MAX, limits.backoffMax());
        atMost(reader, Setting.LOOKUP_BASE, limits.lookupBase(), Setting.LOOKUP_MAX, limits.lookupMax());
        atMost(reader, Setting.CLOCK_MARGIN, limits.clockMargin(), Setting.INTENT_VALIDITY, limits.intentValidity());
        atMost(reader, Setting.INTENT_VALIDITY, limits.intentValidity(), Setting.SAGA_TIMEOUT, limits.sagaTimeout());
        atMost(reader, Setting.COMMAND_SKEW, limits.commandSkew(), Setting.DEDUP_WINDOW, limits.dedupWindow());
        return limits;
    }

    private static void atMost(
            SettingReader reader, Setting shorter, Duration duration, Setting longer, Duration bound) {
        if (duration.compareTo(bound) > 0) {
            reader.problem("%s must not be longer than %s: change one of them."
                    .formatted(reader.source(shorter), longer.key()));
        }
    }
}
