package io.sluice.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How one topic must be.
 *
 * @param maxBytes the largest record batch, in bytes
 * @param configuration the broker's topic configuration
 */
public record TopicSpec(String name, int maxBytes, Map<String, String> configuration) {

    private static final String FOREVER = "-1";

    /**
     * LogAppendTime everywhere: timestamps that a source extracts for precedence flow into what is forwarded, and
     * retention would delete such records.
     */
    static TopicSpec keyed(String name, int maxBytes) {
        return new TopicSpec(
                name,
                maxBytes,
                Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(maxBytes)));
    }

    TopicSpec keptForDays(int days) {
        return with(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
                .with(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(Duration.ofDays(days).toMillis()));
    }

    TopicSpec keptForever() {
        return with(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
                .with(TopicConfig.RETENTION_MS_CONFIG, FOREVER);
    }

    TopicSpec compacted() {
        return with(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private TopicSpec with(String key, String value) {
        Map<String, String> more = new HashMap<>(configuration);
        more.put(key, value);
        return new TopicSpec(name, maxBytes, Map.copyOf(more));
    }
}
