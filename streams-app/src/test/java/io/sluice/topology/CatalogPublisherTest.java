package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CatalogPublisherTest {

    private static final String TOOL = """
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            timeout: 1s
            call: {method: POST, path: /book}
            answers: {external_ref: /id}
            """;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final CatalogPublisher publisher = new CatalogPublisher(
            producer,
            new Topics(Topics.DEFAULT_PREFIX),
            3,
            new Codecs(new InMemoryRegistry(), Topics.DEFAULT_PREFIX),
            () -> Instant.parse("2026-01-05T09:00:00Z"));

    @Test
    void shouldWriteTheSameRecordToEveryPartitionInOneTransaction() throws Exception {
        publisher.apply(documents(TOOL), "platform");

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactly(0, 1, 2);
        assertThat(producer.history())
                .extracting(ProducerRecord::value)
                .containsOnly(producer.history().getFirst().value());
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldApplyOneCatalogAfterTheOther() throws Exception {
        publisher.apply(documents(TOOL), "platform");
        publisher.apply(documents(TOOL.replace("/book", "/bookings")), "platform");

        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws Exception {
        List<String> documents = Collections.nCopies(20_000, documents(TOOL).getFirst());

        assertThatThrownBy(() -> publisher.apply(documents, "platform"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("apply it in parts");
        assertThat(producer.history()).isEmpty();
    }

    private static List<String> documents(String yaml) throws CatalogException {
        return CatalogParser.parse("catalog.yaml", yaml).stream()
                .map(CatalogDocument::json)
                .toList();
    }
}
