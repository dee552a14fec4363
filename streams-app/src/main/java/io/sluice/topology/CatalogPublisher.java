package io.sluice.topology;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.topology.serde.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Applies a catalog: the same record to every partition, in one transaction, so that all tasks see it or none. */
public final class CatalogPublisher implements AutoCloseable {

    /** The journal repeats the record with more around it, within the same bound. */
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final int partitions;
    private final Codecs codecs;
    private final InstantSource clock;
    private boolean initialised;

    /**
     * @param producer transactional; closed with this
     */
    CatalogPublisher(
            Producer<byte[], byte[]> producer, Topics topics, int partitions, Codecs codecs, InstantSource clock) {
        this.producer = producer;
        this.topics = topics;
        this.partitions = partitions;
        this.codecs = codecs;
        this.clock = clock;
    }

    /** A publisher with a producer of its own; a second one at the same time makes the first fail. */
    public static CatalogPublisher of(SluiceConfig config, Codecs codecs, InstantSource clock) {
        Map<String, Object> settings = new KafkaSettings(config).producer("catalog");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.topics().catalog());
        return new CatalogPublisher(new KafkaProducer<>(settings), config.topics(), config.partitions(), codecs, clock);
    }

    /**
     * Puts the documents in force. Whoever asks has seen that they fit what is in force already.
     *
     * @param documents of any kind, each RFC 8785 canonical JSON
     * @return the version that was applied: hex SHA-256 of the documents
     * @throws CatalogException when all are too large together
     * @throws KafkaException when it could not be written; then nothing is in force of it
     */
    public String apply(List<String> documents, String appliedBy) throws CatalogException {
        String version = version(documents);
        byte[] value = codecs.catalog()
                .toBytes(new CatalogRecord(
                        version, appliedBy, clock.instant().truncatedTo(ChronoUnit.MILLIS), List.copyOf(documents)));
        if (value.length > MAX_BYTES) {
            throw new CatalogException(
                    List.of("The catalog has %d bytes, more than the %d that are allowed: apply it in parts."
                            .formatted(value.length, MAX_BYTES)));
        }
        write(version.getBytes(StandardCharsets.UTF_8), value);
        return version;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void write(byte[] key, byte[] value) {
        if (!initialised) {
            producer.initTransactions();
            initialised = true;
        }
        producer.beginTransaction();
        try {
            for (int partition = 0; partition < partitions; partition++) {
                var unused = producer.send(new ProducerRecord<>(topics.catalog(), partition, key, value));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    private static String version(List<String> documents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String document : documents) {
                byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
