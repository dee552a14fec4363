package io.sluice.topology.claims;

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
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The claim ledger as a sub-topology: nothing connects it with the machine's but topics, so each has tasks, stores and
 * commits of its own, in the same threads.
 */
public final class LedgerTopology {

    private LedgerTopology() {}

    /** Adds the ledger to the machine's topology. */
    public static Topology add(Topology topology, LedgerEnvironment environment) {
        Topics topics = environment.topics();
        topology.addSource(
                AutoOffsetReset.none(),
                Topics.source(topics.claims()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.claims());
        topology.addSource(
                AutoOffsetReset.earliest(),
                Topics.source(topics.domainEvents()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.domainEvents());
        topology.addProcessor(
                Topics.LEDGER_PROCESSOR,
                new Supplier(environment),
                Topics.source(topics.claims()),
                Topics.source(topics.domainEvents()));
        for (String topic :
                List.of(topics.claims(), topics.claimAnswers(), topics.claimJournal(), topics.deadLetters())) {
            topology.addSink(
                    Topics.ledgerSink(topic),
                    topic,
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    Topics.LEDGER_PROCESSOR);
        }
        return topology;
    }

    private record Supplier(LedgerEnvironment environment)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new LedgerProcessor(environment);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(Topics.LEDGER_STORE), Serdes.Bytes(), Serdes.ByteArray())
                    .withCachingDisabled()
                    .withLoggingEnabled(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")));
        }
    }
}
