package io.sluice.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of which there may be any number, told apart by a name within their key. */
public enum SettingGroup {
    /** Listed before {@link #PROVIDER_URL}: a secret may be called URL. */
    PROVIDER_SECRET(
            "provider.<name>.secret.<secret>",
            "SLUICE_PROVIDER_<NAME>_SECRET_<SECRET>",
            "Value that this provider's contracts name as secret:<secret>. No other provider is sent it.",
            Pattern.compile("provider\\.(?<name>.+)\\.secret\\.(?<secret>[A-Za-z0-9_-]+)"),
            Pattern.compile("SLUICE_PROVIDER_(?<name>.+)_SECRET_(?<secret>[A-Z0-9_]+)")),
    PROVIDER_URL(
            "provider.<name>.url",
            "SLUICE_PROVIDER_<NAME>_URL",
            "Base URL of the provider <name>; CASE_REGISTRY in the environment stands for case-registry.",
            Pattern.compile("provider\\.(?<name>.+)\\.url"),
            Pattern.compile("SLUICE_PROVIDER_(?<name>.+)_URL")),
    APPROVAL_KEY(
            "approval.key.<id>",
            "SLUICE_APPROVAL_KEY_<ID>",
            "File with the public key (PEM) that verifies decisions signed with the key <id>. Several while keys are"
                    + " rotated; without any, no decision of a reviewer has an effect. The same on every instance.",
            Pattern.compile("approval\\.key\\.(?<name>.+)"),
            Pattern.compile("SLUICE_APPROVAL_KEY_(?<name>.+)")),
    IDENTITY_KEY(
            "identity.key.<id>",
            "SLUICE_IDENTITY_KEY_<ID>",
            "File with the public Ed25519 key (PEM) of an issuer of agents' tokens; <id> is what a token's header names as"
                    + " kid. The same on every instance.",
            Pattern.compile("identity\\.key\\.(?<name>.+)"),
            Pattern.compile("SLUICE_IDENTITY_KEY_(?<name>.+)")),
    PEOPLE_KEY(
            "people.key.<id>",
            "SLUICE_PEOPLE_KEY_<ID>",
            "File with the public Ed25519 key (PEM) of an issuer of people's tokens; <id> is what a token's header names as"
                    + " kid. Without any, nobody decides, repairs or applies a catalog through the REST API.",
            Pattern.compile("people\\.key\\.(?<name>.+)"),
            Pattern.compile("SLUICE_PEOPLE_KEY_(?<name>.+)")),
    KAFKA(
            "kafka.<property>",
            "SLUICE_KAFKA_<PROPERTY>",
            "Connection property of every Kafka client, for example kafka.security.protocol.",
            Pattern.compile("kafka\\.(?<name>.+)"),
            Pattern.compile("SLUICE_KAFKA_(?<name>.+)"));

    private final String key;
    private final String environment;
    private final String doc;
    private final Pattern keyPattern;
    private final Pattern environmentPattern;

    SettingGroup(String key, String environment, String doc, Pattern keyPattern, Pattern environmentPattern) {
        this.key = key;
        this.environment = environment;
        this.doc = doc;
        this.keyPattern = keyPattern;
        this.environmentPattern = environmentPattern;
    }

    /** How its names in a properties file are made. */
    public String key() {
        return key;
    }

    /** The name in a properties file of the setting of a key called {@code id}. */
    String keyOf(String id) {
        return key.replace("<id>", id);
    }

    /** How its names in the environment are made. */
    public String environment() {
        return environment;
    }

    /** What it is for, in a sentence or two. */
    public String doc() {
        return doc;
    }

    /** The name within {@code propertiesKey}; empty when the key is not of this group. */
    Optional<Name> ofKey(String propertiesKey) {
        Matcher matcher = keyPattern.matcher(propertiesKey);
        return matcher.matches() ? Optional.of(new Name(matcher.group("name"), secretOf(matcher))) : Optional.empty();
    }

    /** The name within {@code variable}; empty when the variable is not of this group. */
    Optional<Name> ofEnvironment(String variable) {
        Matcher matcher = environmentPattern.matcher(variable);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        char separator = this == KAFKA ? '.' : '-';
        String name = matcher.group("name").toLowerCase(Locale.ROOT).replace('_', separator);
        return Optional.of(new Name(name, secretOf(matcher)));
    }

    private String secretOf(Matcher matcher) {
        return this == PROVIDER_SECRET ? matcher.group("secret") : "";
    }

    /**
     * What tells one setting of a group from another.
     *
     * @param secret name of the secret; empty in the other groups
     */
    record Name(String name, String secret) {}
}
