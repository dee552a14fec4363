package io.sluice.sandbox.app;

import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/** Where producers put the command of a step, with the id of its saga as key. */
final class Placement {

    private final Codecs codecs;
    private final int partitions;
    private int steps;

    Placement(Codecs codecs, int partitions) {
        this.codecs = codecs;
        this.partitions = partitions;
    }

    /** A step that was not used before, of which {@code wanted} holds. */
    String newStep(Predicate<byte[]> wanted) throws UndecodableException {
        while (true) {
            steps++;
            if (wanted.test(sagaKey("step-" + steps))) {
                return "step-" + steps;
            }
        }
    }

    /** The id of the saga that the command of {@code step} begins, as a record's key. */
    byte[] sagaKey(String step) throws UndecodableException {
        return Installation.sagaId(codecs, Installation.book("any", step)).getBytes(StandardCharsets.UTF_8);
    }

    /** As Java's default partitioner puts a key, and as Sluice owns a saga. */
    int ofJava(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** As librdkafka's default partitioner, {@code consistent_random}, puts a key. */
    int ofLibrdkafka(byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % partitions);
    }
}
