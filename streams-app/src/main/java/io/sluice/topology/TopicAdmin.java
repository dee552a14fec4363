package io.sluice.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing and refuses to start on topics that would split a saga between two owners. */
public final class TopicAdmin {

    private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Admin admin;
    private final AdminCalls calls;
    private final Topics topics;
    private final Duration timeout;

    /**
     * @param bootstrap the brokers' addresses, for messages
     * @param timeout bound of each request
     */
    public TopicAdmin(Admin admin, String bootstrap, Topics topics, Duration timeout) {
        this.admin = admin;
        this.calls = new AdminCalls(bootstrap, timeout);
        this.topics = topics;
        this.timeout = timeout;
    }

    /**
     * Makes sure that every topic stands with {@code partitions} partitions.
     *
     * @param replication copies of each new topic
     * @throws StartupException when the brokers do not answer in time, or a topic that stands cannot be used
     */
    public void ensure(int partitions, short replication) {
        Set<String> present = calls.await(admin.listTopics().names(), "list the topics");
        List<TopicSpec> missing = topics.all().stream()
                .filter(spec -> !present.contains(spec.name()))
                .toList();
        create(missing, partitions, replication);
        check(partitions);
    }

    private void create(Collection<TopicSpec> missing, int partitions, short replication) {
        if (missing.isEmpty()) {
            return;
        }
        List<NewTopic> wanted = missing.stream()
                .map(spec -> new NewTopic(spec.name(), Optional.of(partitions), Optional.of(replication))
                        .configs(configuration(spec, replication)))
                .toList();
        Map<String, KafkaFuture<Void>> created = admin.createTopics(wanted).values();
        created.forEach((name, future) -> {
            try {
                calls.tryAwait(future, "create topic " + name);
                log.info("created topic {} with {} partitions", name, partitions);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw calls.failure("create topic " + name, e.getCause() == null ? e : e.getCause());
                }
            }
        });
    }

    /** With one copy there is nothing to be in sync; with more, an acknowledged record must survive one broker. */
    private static Map<String, String> configuration(TopicSpec spec, short replication) {
        Map<String, String> configuration = new HashMap<>(spec.configuration());
        configuration.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication > 1 ? "2" : "1");
        configuration.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        return configuration;
    }

    private void check(int partitions) {
        List<String> names = topics.all().stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> found = describe(names);
        List<String> different = found.values().stream()
                .filter(topic -> topic.partitions().size() != partitions)
                .map(topic -> topic.name() + " has " + topic.partitions().size())
                .sorted()
                .toList();
        if (!different.isEmpty()) {
            throw new StartupException(("Sluice is configured for %d partitions but %s: the number is fixed for life,"
                            + " so set the number of partitions to the topics' own, or use another topic prefix.")
                    .formatted(partitions, String.join(", ", different)));
        }
        checkTimestamps(names);
    }

    /** A topic that was just created is not known to every broker yet. */
    private Map<String, TopicDescription> describe(Collection<String> names) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return calls.tryAwait(admin.describeTopics(names).allTopicNames(), "describe the topics");
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (!(cause instanceof UnknownTopicOrPartitionException) || System.nanoTime() - end > 0) {
                    throw calls.failure("describe the topics", cause);
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void checkTimestamps(Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> found =
                calls.await(admin.describeConfigs(resources).all(), "read the topics' configuration");
        List<String> wrong = new ArrayList<>();
        found.forEach((resource, config) -> {
            ConfigEntry entry = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            if (entry == null || !"LogAppendTime".equals(entry.value())) {
                wrong.add(resource.name());
            }
        });
        if (!wrong.isEmpty()) {
            throw new StartupException("These topics must have message.timestamp.type=LogAppendTime, or retention will"
                    + " delete records early: " + wrong.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
    }
}
