package io.sluice.config;

import io.sluice.catalog.Durations;
import io.sluice.identity.Identities;
import io.sluice.saga.Limits;
import io.sluice.topology.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting of the application, with its default and what it is for. Help, documentation and checks are made from here. */
public enum Setting {
    BOOTSTRAP_SERVERS("bootstrap.servers", "localhost:9092", "Kafka brokers: host:port, separated by commas."),
    REGISTRY_URL("registry.url", "http://localhost:8081", "Schema registry; any that speaks the Confluent protocol."),
    TOPIC_PREFIX(
            "topic.prefix",
            Topics.DEFAULT_PREFIX,
            "What the name of every topic starts with; two installations on one cluster differ in it."),
    PARTITIONS(
            "partitions",
            "4",
            "Partitions of every topic. Fixed for life: choose it before the first start, with room to grow."),
    REPLICATION_FACTOR("replication.factor", "3", "Copies of each topic that is created; 1 where there is one broker."),
    THREADS("threads", "1", "Stream threads of this instance's machine; more than partitions are idle."),
    STANDBY_REPLICAS(
            "standby.replicas",
            "",
            "Warm copies of the state on other instances; without one, the next owner has to read it from Kafka first. By"
                    + " default 1 where replication.factor is above 1, else 0."),
    MAX_CONCURRENT_CALLS(
            "max.concurrent.calls",
            "4096",
            "Calls of providers that may be under way in this instance; what is beyond waits."),
    STATE_DIR("state.dir", ".sluice/state", "Directory for local state and the log file; one for each instance."),
    HTTP_HOST(
            "http.host",
            "127.0.0.1",
            "Address the REST API listens on. It has no login yet for reading, and no TLS: anything but loopback needs a guard"
                    + " in front."),
    HTTP_PORT("http.port", "7070", "Port the REST API listens on; 0 for a free one."),
    HTTP_NAMES(
            "http.names",
            "",
            "Further names under which the REST API is called, separated by commas: that of a proxy in front, say. Besides"
                    + " them it answers to IP addresses, localhost, http.host and advertised.host alone, so that no web page"
                    + " reaches it by DNS rebinding."),
    HTTP_TRUST_CALLERS(
            "http.trust-callers",
            "false",
            "Whether everybody who reaches the REST API is believed to be who they say, without a token, as reviewer, operator"
                    + " and, as far as identity.trusted-agents goes, as agent: true or false; true is for a laptop."),
    ADVERTISED_HOST(
            "advertised.host",
            "",
            "Host under which other instances reach this one; by default http.host, or this host's name where that is a"
                    + " wildcard."),
    ADVERTISED_PORT(
            "advertised.port",
            "",
            "Port under which other instances reach this one; by default the one it listens on."),
    RELAY(
            "relay",
            "auto",
            "Whether this instance publishes the outbox (one of all instances does at a time): on, off, or auto, which"
                    + " means on where jdbc.url is set."),
    RELAY_CAPTURE(
            "relay.capture",
            "relay",
            "Who reads the changes of the outbox: the relay itself, or kafka-connect, with the connector definition of"
                    + " debezium-config. The relay marks, republishes and prunes in either case."),
    JDBC_URL("jdbc.url", "", "Database with the outbox, jdbc:postgresql://host:port/name."),
    JDBC_USER("jdbc.user", "", "User of that database; owns the outbox and may replicate."),
    JDBC_PASSWORD("jdbc.password", "", "Password of that user.", true),
    CATALOG_FILES(
            "catalog.files",
            "",
            "Catalog files to apply at each start, separated by commas; for a laptop. Elsewhere use catalog apply."),
    APPROVAL_SIGNING_KEY(
            "approval.signing-key",
            "",
            "File with the Ed25519 private key (PEM, readable by its owner alone) with which this instance signs decisions"
                    + " of reviewers that come through its REST API; without one it takes only signed ones. sluice keys"
                    + " generate makes one."),
    APPROVAL_SIGNING_KEY_ID(
            "approval.signing-key-id", "", "Id of that key: the <id> of the approval.key.<id> that verifies it."),
    IDENTITY_AUDIENCE(
            "identity.audience",
            Identities.AUDIENCE,
            "What the signed tokens of agents and of people must be meant for (claim aud); two installations that share an"
                    + " issuer differ in it."),
    IDENTITY_TRUSTED_AGENTS(
            "identity.trusted-agents",
            "",
            "Agents that are believed without a token where the ACL of the topic of commands keeps out whoever must not speak"
                    + " for them, separated by commas, * for all. Not through the REST API, unless http.trust-callers."),
    IDENTITY_GRANTS(
            "identity.grants",
            "required",
            "Whether a catalog without any agent_grant lets nobody propose anything (required) or everybody everything"
                    + " (optional, for a laptop). The same on every instance."),

    INTENT_VALIDITY(
            "limits.intent-validity",
            Limits.DEFAULTS.intentValidity(),
            "How long after its commit an intent may still be acted on; longer than a planned restart takes."),
    CLOCK_MARGIN("limits.clock-margin", Limits.DEFAULTS.clockMargin(), "How far the clocks of two hosts may disagree."),
    COMMAND_SKEW(
            "limits.command-skew",
            Limits.DEFAULTS.commandSkew(),
            "How far in the future a command may claim to have been made."),
    MAX_CALLS(
            "limits.max-calls",
            Limits.DEFAULTS.maxCalls(),
            "Calls of one effect before a transient refusal counts as final."),
    BACKOFF_BASE(
            "limits.backoff-base",
            Limits.DEFAULTS.backoffBase(),
            "Wait between the first two calls; doubles each time."),
    BACKOFF_MAX("limits.backoff-max", Limits.DEFAULTS.backoffMax(), "Longest wait between two calls."),
    MAX_LOOKUPS(
            "limits.max-lookups",
            Limits.DEFAULTS.maxLookups(),
            "Lookups of one effect in doubt before a person is asked."),
    LOOKUP_BASE(
            "limits.lookup-base",
            Limits.DEFAULTS.lookupBase(),
            "Wait between the first two lookups; doubles each time."),
    LOOKUP_MAX("limits.lookup-max", Limits.DEFAULTS.lookupMax(), "Longest wait between two lookups."),
    POLL_INTERVAL(
            "limits.poll-interval",
            Limits.DEFAULTS.pollInterval(),
            "Wait between two looks at work that a provider has accepted and not finished."),
    APPROVAL_EXPIRY(
            "limits.approval-expiry", Limits.DEFAULTS.approvalExpiry(), "How long an approval request stays open."),
    SAGA_TIMEOUT(
            "limits.saga-timeout",
            Limits.DEFAULTS.sagaTimeout(),
            "When a saga must have ended, where neither its command nor its definition says so."),
    OPEN_SAGA_TIMEOUT(
            "limits.open-saga-timeout",
            Limits.DEFAULTS.openSagaTimeout(),
            "How long an open saga waits for its commit before what ran is undone, where its begin does not say so."),
    OPEN_SAGA_MAX_TIMEOUT(
            "limits.open-saga-max-timeout",
            Limits.DEFAULTS.openSagaMaxTimeout(),
            "The longest timeout that the begin of an open saga may ask for."),
    OVERLOADED_RETRY(
            "limits.overloaded-retry",
            Limits.DEFAULTS.overloadedRetry(),
            "When to send a command again that was refused because too much waits for its provider."),
    WINDOW(
            "limits.window",
            Limits.DEFAULTS.window(),
            "Attempts that may be under way at one provider, in one partition; others wait, and tenants take turns."),
    MAX_WAITING(
            "limits.max-waiting",
            Limits.DEFAULTS.maxWaiting(),
            "Attempts of one tenant that may wait for one provider, in one partition, before new commands of it are refused."),
    CLAIM_LEASE(
            "limits.claim-lease",
            Limits.DEFAULTS.claimLease(),
            "How long a target or a place under a limit stays with a saga that is not heard of any more."),
    DEDUP_WINDOW(
            "limits.dedup-window",
            Limits.DEFAULTS.dedupWindow(),
            "How long a command is remembered after its end; an older command is refused.");

    private final String key;
    private final String defaultText;
    private final String doc;
    private final boolean secret;

    Setting(String key, String defaultText, String doc) {
        this(key, defaultText, doc, false);
    }

    Setting(String key, Duration defaultValue, String doc) {
        this(key, Durations.format(defaultValue), doc, false);
    }

    Setting(String key, int defaultValue, String doc) {
        this(key, Integer.toString(defaultValue), doc, false);
    }

    Setting(String key, String defaultText, String doc, boolean secret) {
        this.key = key;
        this.defaultText = defaultText;
        this.doc = doc;
        this.secret = secret;
    }

    /** Its name in a properties file. */
    public String key() {
        return key;
    }

    /** Its name in the environment. */
    public String environment() {
        return "SLUICE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Its name on the command line; empty for a secret, since every process of a host can read command lines. */
    public Optional<String> flag() {
        return secret ? Optional.empty() : Optional.of("--" + key.replace('.', '-'));
    }

    /** What holds where nothing else is said; empty where nothing does. */
    public String defaultText() {
        return defaultText;
    }

    /** What it is for, in a sentence or two. */
    public String doc() {
        return doc;
    }

    /** Whether its value must never be shown. */
    public boolean isSecret() {
        return secret;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
