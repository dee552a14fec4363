package io.sluice.topology.views;

import io.sluice.topology.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
     * @throws InvalidStateStoreException while one of them is restored
     */
    public List<ReadOnlyKeyValueStore<Bytes, byte[]>> localStores() {
        List<ReadOnlyKeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
        for (ThreadMetadata thread : threads()) {
            thread.activeTasks()
                    .forEach(task -> stores.add(streams.store(StoreQueryParameters.fromNameAndType(
                                    Topics.VIEWS_STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                            .withPartition(task.taskId().partition()))));
        }
        return stores;
    }

    private Collection<ThreadMetadata> threads() {
        try {
            return streams.metadataForLocalThreads();
        } catch (IllegalStateException e) {
            throw new InvalidStateStoreException("the views are not running", e);
        }
    }
}
