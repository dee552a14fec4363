package io.sluice.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the machine its first offsets in {@code intents}, {@code outcomes}, {@code claims} and {@code claim-answers}.
 *
 * <p>All are read with offset reset {@code none}: a silent jump to the beginning would replay answers of long ago, a
 * jump to the end would skip permits and answers that were committed. So the very first start has to say where reading
 * begins. A partition that already holds records while the group has no offset is not a first start: the offsets were
 * lost, and going on is a person's decision.
 */
public final class GroupOffsets {

    private static final Logger log = LoggerFactory.getLogger(GroupOffsets.class);

    private final Admin admin;
    private final AdminCalls calls;
    private final Topics topics;

    /**
     * @param bootstrap the brokers' addresses, for messages
     * @param timeout bound of each request
     */
    public GroupOffsets(Admin admin, String bootstrap, Topics topics, Duration timeout) {
        this.admin = admin;
        this.calls = new AdminCalls(bootstrap, timeout);
        this.topics = topics;
    }

    /**
     * Commits offset 0 for each partition of these topics that has none and is empty.
     *
     * @throws StartupException when a partition that holds records has no offset, or the brokers do not answer
     */
    public void ensure(int partitions) {
        List<TopicPartition> missing = missing(partitions);
        if (missing.isEmpty()) {
            return;
        }
        refuseLostOffsets(missing);
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        missing.forEach(partition -> first.put(partition, new OffsetAndMetadata(0)));
        try {
            calls.tryAwait(
                    admin.alterConsumerGroupOffsets(topics.machineApplication(), first)
                            .all(),
                    "commit the first offsets");
            log.info("first start: {} reads {} from the beginning", topics.machineApplication(), missing);
        } catch (ExecutionException e) {
            // Another instance may have done the same and joined its group in the meantime.
            if (!missing(partitions).isEmpty()) {
                throw calls.failure("commit the first offsets", e.getCause() == null ? e : e.getCause());
            }
        }
    }

    private List<TopicPartition> missing(int partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = calls.await(
                admin.listConsumerGroupOffsets(topics.machineApplication()).partitionsToOffsetAndMetadata(),
                "read the offsets of group " + topics.machineApplication());
        return Stream.of(topics.intents(), topics.outcomes(), topics.claims(), topics.claimAnswers())
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)))
                .filter(partition -> committed.get(partition) == null)
                .toList();
    }

    private void refuseLostOffsets(Collection<TopicPartition> missing) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        missing.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                calls.await(admin.listOffsets(wanted).all(), "find the ends of the topics");
        List<String> lost = new ArrayList<>();
        ends.forEach((partition, end) -> {
            if (end.offset() > 0) {
                lost.add(partition.toString());
            }
        });
        if (!lost.isEmpty()) {
            throw new StartupException(
                    ("Group %s has no offset for %s although records are there, so it cannot be known"
                                    + " which were read: restore the group's offsets, or set them by hand with"
                                    + " kafka-consumer-groups after a look at docs/operations.md.")
                            .formatted(
                                    topics.machineApplication(),
                                    String.join(", ", lost.stream().sorted().toList())));
        }
    }
}
