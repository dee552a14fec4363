package io.sluice.topology;

import io.sluice.approval.ReviewerDecision;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.LedgerEvent;
import io.sluice.saga.Corrections;
import io.sluice.saga.Operation;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Watches the claim ledger for what it makes of what a person says, from the moment of its making. */
public final class JournaledClaims implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Codecs codecs;

    /** @param consumer reads only what was committed and belongs to no group; closed with this */
    public JournaledClaims(Consumer<byte[], byte[]> consumer, Topics topics, int partitions, Codecs codecs) {
        this.consumer = consumer;
        this.codecs = codecs;
        List<TopicPartition> journal = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topics.claimJournal(), partition))
                .toList();
        consumer.assign(journal);
        consumer.seekToEnd(journal);
        journal.forEach(consumer::position);
    }

    /**
     * Begins to watch.
     *
     * @throws org.apache.kafka.common.KafkaException when the ledger's journal cannot be reached
     */
    public static JournaledClaims of(SluiceConfig config, Codecs codecs) {
        return new JournaledClaims(
                new KafkaConsumer<>(new KafkaSettings(config).journalReader()),
                config.topics(),
                config.partitions(),
                codecs);
    }

    /**
     * What the ledger made of a decision: {@link LedgerEvent.GrantIssued}, {@link LedgerEvent.GrantTakenBack} or
     * {@link LedgerEvent.GrantPassedOver}; empty when {@code patience} has passed.
     *
     * @throws org.apache.kafka.common.KafkaException when the ledger's journal cannot be reached
     */
    public Optional<LedgerEvent> await(ReviewerDecision decision, Duration patience) {
        String key = ClaimKeys.grant(decision.tenantId(), decision.approvalId());
        return await(event -> event.key().equals(key) && isAnswer(event), patience);
    }

    /**
     * What the ledger made of an operation about the version of a target: {@link LedgerEvent.VersionCorrected} or
     * {@link LedgerEvent.VersionPassedOver}, or {@link LedgerEvent.VersionTold} for a question; empty when {@code patience} has passed.
     *
     * @throws org.apache.kafka.common.KafkaException when the ledger's journal cannot be reached
     */
    public Optional<LedgerEvent> await(Operation operation, Duration patience) {
        String key = Corrections.message(operation).key();
        return await(event -> event.key().equals(key) && event.claimId().equals(operation.operationId()), patience);
    }

    private Optional<LedgerEvent> await(Predicate<LedgerEvent> isMeant, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Optional<LedgerEvent> event = event(record.value());
                if (event.isPresent() && isMeant.test(event.get())) {
                    return event;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static boolean isAnswer(LedgerEvent event) {
        return event instanceof LedgerEvent.GrantIssued
                || event instanceof LedgerEvent.GrantTakenBack
                || event instanceof LedgerEvent.GrantPassedOver;
    }

    private Optional<LedgerEvent> event(byte[] value) {
        try {
            return Optional.of(codecs.claimJournal().fromBytes(value).event());
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }
}
