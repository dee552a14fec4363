package io.sluice.topology.machine;

import io.sluice.topology.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The machine's topology: all sources into one processor with one store. Everything about a saga lands in one partition
 * and one task, so that state, journal and intent are one commit. What several sagas compete for lies across partitions: that
 * is the claim ledger's, a topology of its own beside it, with which the machine talks by topics alone.
 */
public final class MachineTopology {

    private MachineTopology() {}

    public static Topology build(MachineEnvironment environment) {
        Topics topics = environment.topics();
        Topology topology = new Topology();
        source(topology, AutoOffsetReset.earliest(), Precedence.COMMANDS, topics.commands());
        source(topology, AutoOffsetReset.earliest(), Precedence.DECISIONS, topics.decisions());
        source(topology, AutoOffsetReset.earliest(), Precedence.OPERATIONS, topics.operations());
        source(topology, AutoOffsetReset.earliest(), Precedence.CATALOG, topics.catalog());
        source(topology, AutoOffsetReset.none(), Precedence.OUTCOMES, topics.outcomes());
        source(topology, AutoOffsetReset.none(), Precedence.INTENTS, topics.intents());
        source(topology, AutoOffsetReset.none(), Precedence.CLAIM_ANSWERS, topics.claimAnswers());
        topology.addProcessor(
                Topics.MACHINE_PROCESSOR,
                new Supplier(environment),
                Topics.source(topics.commands()),
                Topics.source(topics.decisions()),
                Topics.source(topics.operations()),
                Topics.source(topics.catalog()),
                Topics.source(topics.outcomes()),
                Topics.source(topics.intents()),
                Topics.source(topics.claimAnswers()));
        for (String topic : List.of(
                topics.journal(),
                topics.intents(),
                topics.claims(),
                topics.integrationEvents(),
                topics.sideEffects(),
                topics.commandResults(),
                topics.deadLetters(),
                topics.commands(),
                topics.decisions(),
                topics.operations())) {
            topology.addSink(
                    Topics.sink(topic),
                    topic,
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    Topics.MACHINE_PROCESSOR);
        }
        return topology;
    }

    private static void source(Topology topology, AutoOffsetReset reset, TimestampExtractor extractor, String topic) {
        topology.addSource(
                reset,
                Topics.source(topic),
                extractor,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    private record Supplier(MachineEnvironment environment)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new MachineProcessor(environment);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(Topics.MACHINE_STORE), Serdes.Bytes(), Serdes.ByteArray())
                    .withCachingDisabled()
                    .withLoggingEnabled(Map.of(
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            "LogAppendTime",
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(Topics.maxRequestBytes()))));
        }
    }
}
