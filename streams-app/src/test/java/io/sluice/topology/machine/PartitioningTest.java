package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitioningTest {

    @Test
    void shouldAgreeWithTheDefaultPartitionerOfProducers() {
        for (String sagaId : List.of("acme/1", "acme/2", "other/ff", "x/y")) {
            int partition = BuiltInPartitioner.partitionForKey(sagaId.getBytes(StandardCharsets.UTF_8), 7);
            assertThat(new Partitioning(partition, 7).isOwn(sagaId)).isTrue();
            assertThat(new Partitioning((partition + 1) % 7, 7).isOwn(sagaId)).isFalse();
        }
    }

    @Test
    void shouldFindAKeyOfItsOwnForEachPartition() {
        for (int partition = 0; partition < 12; partition++) {
            byte[] key = new Partitioning(partition, 12).systemKey();
            assertThat(BuiltInPartitioner.partitionForKey(key, 12)).isEqualTo(partition);
        }
    }
}
