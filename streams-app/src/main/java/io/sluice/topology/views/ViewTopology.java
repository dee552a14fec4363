package io.sluice.topology.views;

import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The views' topology: the journal into one store, partitioned as the machine is. */
public final class ViewTopology {

    private ViewTopology() {}

    public static Topology build(Topics topics, Codecs codecs, JournalReader journal) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                Topics.source(topics.journal()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.journal());
        topology.addProcessor(Topics.VIEW_PROCESSOR, new Supplier(codecs, journal), Topics.source(topics.journal()));
        return topology;
    }

    private record Supplier(Codecs codecs, JournalReader journal)
            implements ProcessorSupplier<byte[], byte[], Void, Void> {

        @Override
        public Processor<byte[], byte[], Void, Void> get() {
            return new ViewProcessor(codecs, journal);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(Topics.VIEWS_STORE), Serdes.Bytes(), Serdes.ByteArray())
                    .withCachingDisabled()
                    .withLoggingEnabled(Map.of(
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            "LogAppendTime",
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(Topics.maxRequestBytes()))));
        }
    }
}
