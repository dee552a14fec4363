package io.sluice.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.relay.RelayConfig.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** Turns the connector definition that Kafka Connect would run into the properties of the embedded engine. */
final class ConnectorDefinition {
    private static final String RESOURCE = "/debezium-config/connector.json";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");

    private ConnectorDefinition() {}

    static Properties forEngine(RelayConfig config) {
        Database database = config.database();
        Properties properties = resolve(Map.of(
                "SLUICE_DATABASE_HOST", database.host(),
                "SLUICE_DATABASE_PORT", Integer.toString(database.port()),
                "SLUICE_DATABASE_NAME", database.name(),
                "SLUICE_DATABASE_USER", database.user(),
                "SLUICE_DATABASE_PASSWORD", database.password(),
                "SLUICE_TOPIC_COMMANDS", config.commandsTopic()));
        // The slot remembers the position. Debezium 3.6 resumes from a stored offset event by event and then drops
        // events of transactions that overlap it; without one it resumes where the slot says, at whole transactions.
        properties.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
        properties.setProperty("offset.flush.interval.ms", "1000");
        // A retry inside the engine polls on and drops the batch in hand: every failure must end the engine instead.
        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("record.processing.threads", "1");
        return properties;
    }

    /** The definition with every {@code ${env:NAME}} replaced. */
    static Properties resolve(Map<String, String> variables) {
        Properties properties = new Properties();
        JsonNode definition = read();
        properties.setProperty("name", definition.get("name").asText());
        definition.get("config").properties().forEach(entry -> {
            Matcher matcher = VARIABLE.matcher(entry.getValue().asText());
            properties.setProperty(entry.getKey(), matcher.replaceAll(match -> value(match, variables)));
        });
        return properties;
    }

    private static String value(MatchResult match, Map<String, String> variables) {
        String value = variables.get(match.group(1));
        if (value == null) {
            throw new IllegalStateException(
                    "The connector definition asks for " + match.group(1) + ", which is not known.");
        }
        return Matcher.quoteReplacement(value);
    }

    private static JsonNode read() {
        try (InputStream in = ConnectorDefinition.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path.");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
