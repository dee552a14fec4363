package io.sluice.topology;

import io.sluice.approval.DecisionKeys;
import io.sluice.identity.Identities;
import io.sluice.saga.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/**
 * How one instance of Sluice is set up.
 *
 * @param bootstrapServers the brokers' addresses
 * @param kafka further settings of every Kafka client, such as those for security
 * @param topics names of all topics
 * @param partitions of every keyed topic; fixed for life
 * @param replication copies of each topic that Sluice creates, state changelogs included
 * @param stateDirectory where state stores live; one instance each
 * @param applicationServer where other instances reach this one's queries
 * @param streamThreads threads of the machine; more than partitions are idle
 * @param standbyReplicas warm copies of the state on other instances; at least 1 in production
 * @param maxCalls calls of providers that may be under way in this process
 * @param callPatience how long a stop waits for calls under way; longer than the longest call
 * @param startPatience how long a start waits for each answer of the brokers
 * @param decisionKeys who may speak for reviewers
 * @param identities how it is found out who proposes
 * @param grantsRequired whether nobody may propose anything as long as the catalog grants no agent anything
 */
public record SluiceConfig(
        String bootstrapServers,
        Map<String, String> kafka,
        Topics topics,
        int partitions,
        short replication,
        Path stateDirectory,
        HostInfo applicationServer,
        int streamThreads,
        int standbyReplicas,
        int maxCalls,
        Duration callPatience,
        Duration startPatience,
        Limits limits,
        DecisionKeys decisionKeys,
        Identities identities,
        boolean grantsRequired) {

    /** What runs on one machine: four partitions, one copy, no standby, and no grants are asked for. */
    public static SluiceConfig local(String bootstrapServers, Path stateDirectory, HostInfo applicationServer) {
        return new SluiceConfig(
                bootstrapServers,
                Map.of(),
                new Topics(Topics.DEFAULT_PREFIX),
                4,
                (short) 1,
                stateDirectory,
                applicationServer,
                2,
                0,
                4096,
                Duration.ofSeconds(25),
                Duration.ofSeconds(15),
                Limits.DEFAULTS,
                DecisionKeys.NONE,
                Identities.NONE,
                false);
    }
}
