package io.sluice.topology.views;

import io.sluice.topology.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Knows which instance owns which part of the views. */
public final class ViewLocator {

    private final KafkaStreams streams;
    private final HostInfo self;

    /**
     * @param self where this instance can be reached, as its configuration says
     */
    public ViewLocator(KafkaStreams streams, HostInfo self) {
        this.streams = streams;
        this.self = self;
    }

    public HostInfo self() {
        return self;
    }

    /** The instance that owns {@code sagaId}; empty while that is being settled. */
    public Optional<HostInfo> ownerOf(String sagaId) {
        try {
            KeyQueryMetadata found =
                    streams.queryMetadataForKey(Topics.VIEWS_STORE, ViewKeys.utf8(sagaId), new ByteArraySerializer());
            return found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    ? Optional.empty()
                    : Optional.of(found.activeHost());
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Every instance that owns a part of the views, this one included. */
    public Collection<HostInfo> owners() {
        try {
            return streams.streamsMetadataForStore(Topics.VIEWS_STORE).stream()
                    .map(StreamsMetadata::hostInfo)
                    .distinct()
                    .toList();
        } catch (IllegalStateException e) {
            return List.of();
        }
    }

    /**
     * The stores of the partitions that this instance owns now.
     *
     * @throws InvalidStateStoreException while one of them is restored, or has no thread that serves it
     */
    public List<ReadOnlyKeyValueStore<Bytes, byte[]>> localStores() {
        Set<Integer> active = activePartitions();
        boolean isWaiting = active.isEmpty() && streams.state() != KafkaStreams.State.RUNNING;
        if (isWaiting || !active.containsAll(assignedPartitions())) {
            throw new InvalidStateStoreException("a part of the views is not served at the moment");
        }
        return active.stream()
                .map(partition -> streams.store(StoreQueryParameters.fromNameAndType(
                                Topics.VIEWS_STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition)))
                .toList();
    }

    private Set<Integer> activePartitions() {
        Set<Integer> active = new TreeSet<>();
        for (ThreadMetadata thread : threads()) {
            thread.activeTasks().forEach(task -> active.add(task.taskId().partition()));
        }
        return active;
    }

    /** What the last rebalance gave to this instance; a thread that died since then serves nothing of it any more. */
    private Set<Integer> assignedPartitions() {
        return streams.streamsMetadataForStore(Topics.VIEWS_STORE).stream()
                .filter(instance -> instance.hostInfo().equals(self))
                .flatMap(instance -> instance.topicPartitions().stream())
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    private Collection<ThreadMetadata> threads() {
        try {
            return streams.metadataForLocalThreads();
        } catch (IllegalStateException e) {
            throw new InvalidStateStoreException("the views are not running", e);
        }
    }
}
