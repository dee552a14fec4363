package io.sluice.config;

import io.sluice.identity.Identities;
import io.sluice.identity.People;
import io.sluice.provider.ProviderConfig;
import io.sluice.relay.RelayConfig;
import io.sluice.saga.Limits;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Everything the application is told.
 *
 * @param kafka connection properties of every Kafka client, {@code bootstrap.servers} among them
 * @param replicationFactor copies of each topic that is created
 * @param relay null where this instance does not run one
 * @param catalogFiles applied at each start
 */
public record AppConfig(
        Map<String, String> kafka,
        URI registryUrl,
        Topics topics,
        int partitions,
        short replicationFactor,
        int threads,
        int standbyReplicas,
        int maxCalls,
        Path stateDirectory,
        Http http,
        @Nullable RelayConfig relay,
        List<ProviderConfig> providers,
        List<Path> catalogFiles,
        ApprovalKeys approvalKeys,
        Identities identities,
        People people,
        boolean grantsRequired,
        Limits limits) {

    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String TOPIC_NAME = "[a-zA-Z0-9._-]{1,200}";
    private static final String JDBC = "jdbc:";
    private static final int POSTGRES_PORT = 5432;

    /** Longer than the longest call that a tool contract may allow itself, with its read-back. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(25);

    private static final Duration START_PATIENCE = Duration.ofSeconds(15);

    /**
     * Where the REST API listens, and where other instances find it.
     *
     * @param port 0 for a free one
     * @param advertisedHost null where nothing is said
     * @param advertisedPort 0 where nothing is said
     * @param names further names under which clients may call
     * @param trustCallers whether callers are believed to be who they say
     */
    public record Http(
            String host,
            int port,
            @Nullable String advertisedHost,
            int advertisedPort,
            List<String> names,
            boolean trustCallers) {}

    /**
     * Reads the settings.
     *
     * @throws ConfigException with every problem found
     */
    public static AppConfig of(Settings settings) throws ConfigException {
        SettingReader reader = new SettingReader(settings);
        Map<String, String> kafka = kafka(settings, reader);
        Topics topics = new Topics(topicPrefix(reader));
        int replication = reader.number(Setting.REPLICATION_FACTOR, 1, 100);
        int standby = reader.isSet(Setting.STANDBY_REPLICAS)
                ? reader.number(Setting.STANDBY_REPLICAS, 0, 10)
                : Math.min(1, replication - 1);
        VerifyingKeys keys = VerifyingKeys.of(settings, reader);
        String audience = reader.required(Setting.IDENTITY_AUDIENCE);
        Http http = http(reader);
        if (http.trustCallers() && !keys.people().isEmpty()) {
            reader.problem("A people.key is set, but " + reader.source(Setting.HTTP_TRUST_CALLERS)
                    + " believes callers without a token: take one of them away.");
        }
        AppConfig config = new AppConfig(
                kafka,
                reader.http(Setting.REGISTRY_URL),
                topics,
                reader.number(Setting.PARTITIONS, 1, 10_000),
                (short) replication,
                reader.number(Setting.THREADS, 1, 1_000),
                standby,
                reader.number(Setting.MAX_CONCURRENT_CALLS, 1, 1_000_000),
                reader.path(Setting.STATE_DIR),
                http,
                relay(reader, kafka, topics),
                providers(settings, reader),
                reader.paths(Setting.CATALOG_FILES),
                ApprovalKeys.of(keys.approvals(), reader),
                new Identities(keys.agents(), audience, Set.copyOf(reader.list(Setting.IDENTITY_TRUSTED_AGENTS))),
                new People(keys.people(), audience),
                reader.choice(Setting.IDENTITY_GRANTS, "required", "optional").equals("required"),
                limits(reader));
        reader.end();
        return config;
    }

    /** The part that machine and views need. */
    public SluiceConfig sluice(HostInfo applicationServer) {
        return new SluiceConfig(
                String.valueOf(kafka.get(BOOTSTRAP)),
                kafka,
                topics,
                partitions,
                replicationFactor,
                stateDirectory,
                applicationServer,
                threads,
                standbyReplicas,
                maxCalls,
                CALL_PATIENCE,
                START_PATIENCE,
                limits,
                approvalKeys.verify(),
                identities,
                grantsRequired);
    }

    @Override
    public String toString() {
        return "AppConfig[kafka=" + kafka.get(BOOTSTRAP) + ", registry=" + registryUrl + ", topics=" + topics.prefix()
                + ", state=" + stateDirectory + ", http=" + http + ", outbox="
                + (relay == null ? "none" : relay.database()) + ", providers=" + providers + "]";
    }

    private static Map<String, String> kafka(Settings settings, SettingReader reader) {
        Map<String, String> kafka = new HashMap<>();
        settings.group(SettingGroup.KAFKA).forEach((name, value) -> kafka.put(name.name(), value.text()));
        kafka.put(BOOTSTRAP, reader.required(Setting.BOOTSTRAP_SERVERS));
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
        return new Http(
                reader.required(Setting.HTTP_HOST),
                reader.port(Setting.HTTP_PORT),
                reader.isSet(Setting.ADVERTISED_HOST) ? reader.text(Setting.ADVERTISED_HOST) : null,
                reader.isSet(Setting.ADVERTISED_PORT) ? reader.port(Setting.ADVERTISED_PORT) : 0,
                reader.list(Setting.HTTP_NAMES),
                reader.choice(Setting.HTTP_TRUST_CALLERS, "false", "true").equals("true"));
    }

    private static @Nullable RelayConfig relay(SettingReader reader, Map<String, String> kafka, Topics topics) {
        String relay = reader.choice(Setting.RELAY, "on", "off", "auto");
        boolean hasUrl = reader.isSet(Setting.JDBC_URL);
        if (relay.equals("off") || (relay.equals("auto") && !hasUrl)) {
            return null;
        }
        if (!hasUrl) {
            reader.problem("The relay is on, but jdbc.url is not set: say where the outbox is, or turn the relay off.");
            return null;
        }
        RelayConfig.Database database = database(reader);
        boolean byConnect =
                reader.choice(Setting.RELAY_CAPTURE, "relay", "kafka-connect").equals("kafka-connect");
        return database == null
                ? null
                : new RelayConfig(
                        database,
                        kafka,
                        topics.commands(),
                        topics.deadLetters(),
                        byConnect ? RelayConfig.CaptureBy.KAFKA_CONNECT : RelayConfig.CaptureBy.RELAY,
                        RelayConfig.Timing.DEFAULT);
    }

    private static RelayConfig.@Nullable Database database(SettingReader reader) {
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
        return new RelayConfig.Database(
                uri.getHost(),
                uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort(),
                uri.getPath().substring(1),
                reader.text(Setting.JDBC_USER),
                reader.secret(Setting.JDBC_PASSWORD));
    }

    private static List<ProviderConfig> providers(Settings settings, SettingReader reader) {
        Map<String, Map<String, String>> secrets = new TreeMap<>();
        settings.group(SettingGroup.PROVIDER_SECRET)
                .forEach((name, value) -> secrets.computeIfAbsent(name.name(), unused -> new TreeMap<>())
                        .put(name.secret(), value.text()));
        List<ProviderConfig> providers = new ArrayList<>();
        settings.group(SettingGroup.PROVIDER_URL).forEach((name, value) -> {
            Map<String, String> own = secrets.remove(name.name());
            try {
                providers.add(ProviderConfig.of(name.name(), value.text().strip(), own == null ? Map.of() : own));
            } catch (IllegalArgumentException e) {
                reader.problem(value.source() + ": " + e.getMessage());
            }
        });
        secrets.keySet()
                .forEach(name -> reader.problem(
                        "Provider " + name + " has a secret but no URL: set provider." + name + ".url as well."));
        return List.copyOf(providers);
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
                reader.duration(Setting.OPEN_SAGA_TIMEOUT),
                reader.duration(Setting.OPEN_SAGA_MAX_TIMEOUT),
                reader.duration(Setting.OVERLOADED_RETRY),
                reader.number(Setting.WINDOW, 1, 10_000),
                reader.number(Setting.MAX_WAITING, 1, 1_000_000),
                reader.duration(Setting.CLAIM_LEASE),
                reader.duration(Setting.DEDUP_WINDOW));
        atMost(reader, Setting.BACKOFF_BASE, limits.backoffBase(), Setting.BACKOFF_MAX, limits.backoffMax());
        atMost(reader, Setting.LOOKUP_BASE, limits.lookupBase(), Setting.LOOKUP_MAX, limits.lookupMax());
        atMost(reader, Setting.CLOCK_MARGIN, limits.clockMargin(), Setting.INTENT_VALIDITY, limits.intentValidity());
        atMost(reader, Setting.INTENT_VALIDITY, limits.intentValidity(), Setting.SAGA_TIMEOUT, limits.sagaTimeout());
        atMost(
                reader,
                Setting.OPEN_SAGA_TIMEOUT,
                limits.openSagaTimeout(),
                Setting.OPEN_SAGA_MAX_TIMEOUT,
                limits.openSagaMaxTimeout());
        // A claim is renewed in the middle of its lease, and must outlast the intent that is written before that.
        atMost(
                reader,
                Setting.INTENT_VALIDITY,
                limits.intentValidity().multipliedBy(4),
                Setting.CLAIM_LEASE,
                limits.claimLease());
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
