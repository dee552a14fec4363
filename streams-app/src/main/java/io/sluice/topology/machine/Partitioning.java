package io.sluice.topology.machine;

import io.sluice.saga.Tenants;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition owns a saga: the Java producer's default partitioner over the saga id, whatever key a record came with.
 *
 * @param own the partition of this task
 * @param total how many partitions every keyed topic has
 */
record Partitioning(int own, int total) {

    boolean isOwn(String sagaId) {
        return partitionOf(StoreKeys.utf8(sagaId)) == own;
    }

    /**
     * A key for what concerns this whole partition: the smallest one of its kind that the default partitioner sends here, so
     * that such a record needs no explicit partition and stays where it is when it is copied.
     */
    byte[] systemKey() {
        for (int salt = 0; ; salt++) {
            byte[] key = (Tenants.SYSTEM + "/" + salt).getBytes(StandardCharsets.UTF_8);
            if (partitionOf(key) == own) {
                return key;
            }
        }
    }

    private int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % total;
    }
}
