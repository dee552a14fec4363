package io.sluice.topology.views;

import java.util.List;

/** Reads the journal outside the stream, to fold one saga anew. */
@FunctionalInterface
public interface JournalReader {

    /**
     * The values of every committed entry of one partition with record key {@code key}, up to and including {@code
     * lastOffset}, in order. Blocks, bounded.
     *
     * @throws org.apache.kafka.common.KafkaException when the partition cannot be read in time
     */
    List<byte[]> read(int partition, byte[] key, long lastOffset);
}
