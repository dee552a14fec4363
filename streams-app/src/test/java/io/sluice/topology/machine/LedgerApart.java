package io.sluice.topology.machine;

import io.sluice.topology.Topics;
import io.sluice.topology.claims.LedgerEnvironment;
import io.sluice.topology.claims.LedgerTopology;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The claim ledger on a test driver of its own, so that what the machine asks it can be held back. */
final class LedgerApart implements AutoCloseable {

    private final Topics topics;
    private final TopologyTestDriver machine;
    private final TopologyTestDriver ledger;
    private boolean holding;

    /** @param machine the driver of the topology without a ledger */
    LedgerApart(MachineEnvironment environment, Properties settings, TopologyTestDriver machine) {
        Properties own = new Properties();
        own.putAll(settings);
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledger");
        this.topics = environment.topics();
        this.machine = machine;
        this.ledger = new TopologyTestDriver(
                LedgerTopology.add(new Topology(), LedgerEnvironment.of(environment)),
                own,
                environment.clock().instant());
    }

    /** Nothing reaches the ledger until it is released. */
    void hold() {
        holding = true;
    }

    /** Delivers what was held back; how many messages these were. */
    int release() {
        holding = false;
        int held = carry(machine, ledger, topics.claims());
        exchange();
        return held;
    }

    /** Carries messages both ways until nothing moves, unless they are held back. */
    void exchange() {
        boolean moved = !holding;
        while (moved) {
            moved = carry(machine, ledger, topics.claims()) + carry(ledger, machine, topics.claimAnswers()) > 0;
        }
    }

    void advance(Duration by) {
        ledger.advanceWallClockTime(by);
        exchange();
    }

    /** Whether nobody claims anything in the ledger that keeps this. */
    static boolean isEmpty(KeyValueStore<Bytes, byte[]> store) {
        try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
            while (rows.hasNext()) {
                byte type = rows.next().key.get()[0];
                if (type == 'r' || type == 'l' || type == 'w') {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public void close() {
        ledger.close();
    }

    private static int carry(TopologyTestDriver from, TopologyTestDriver to, String topic) {
        List<TestRecord<byte[], byte[]>> records = from.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        records.forEach(record -> to.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record));
        return records.size();
    }
}
