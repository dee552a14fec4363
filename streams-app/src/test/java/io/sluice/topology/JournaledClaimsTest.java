package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.TargetVersion;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.OperationTarget;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JournaledClaimsTest {
    private static final Topics TOPICS = new Topics("test.");
    private static final TopicPartition PARTITION = new TopicPartition(TOPICS.claimJournal(), 0);
    private static final ReviewerDecision DECISION = new ReviewerDecision(
            "a-1",
            "acme",
            "acme/pre-issued",
            ReviewerDecision.Verdict.WITHDRAW,
            "any",
            "rita",
            null,
            "wrong letter",
            null,
            null,
            Instant.EPOCH);

    private final Codecs codecs = new Codecs(new InMemoryRegistry(), TOPICS.prefix());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private long offset;

    @Test
    void shouldTellWhatTheLedgerMadeOfThisDecisionAndOfNoOther() {
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        try (JournaledClaims journal = new JournaledClaims(consumer, TOPICS, 1, codecs)) {
            consumer.schedulePollTask(() -> {
                write(new LedgerEvent.GrantReturned(ClaimKeys.grant("acme", "a-1"), "s@1"));
                write(new LedgerEvent.GrantPassedOver(ClaimKeys.grant("globex", "a-1"), "a-1", "approval_used"));
                write(new LedgerEvent.GrantTakenBack(ClaimKeys.grant("acme", "a-1"), "a-1", "rita", "wrong letter"));
            });

            assertThat(journal.await(DECISION, Duration.ofSeconds(10)))
                    .containsInstanceOf(LedgerEvent.GrantTakenBack.class);
            assertThat(journal.await(DECISION, Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void shouldTellWhatTheLedgerMadeOfThisOperation() {
        Operation operation = new Operation(
                "o-1",
                OperationKind.SET_VERSION,
                "acme",
                "acme/versions",
                null,
                null,
                null,
                new OperationTarget("case", "4711", "8"),
                "olga",
                "a test wrote it",
                Instant.EPOCH);
        String key = ClaimKeys.version("acme", "case", "4711");
        TargetVersion target = new TargetVersion(key, "acme", "case 4711", "8", Instant.EPOCH);
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        try (JournaledClaims journal = new JournaledClaims(consumer, TOPICS, 1, codecs)) {
            consumer.schedulePollTask(() -> {
                write(new LedgerEvent.VersionHeard(target));
                write(new LedgerEvent.VersionCorrected(target, "9", "o-2", "olga", "another"));
                write(new LedgerEvent.VersionCorrected(target, "9", "o-1", "olga", "a test wrote it"));
            });

            assertThat(journal.await(operation, Duration.ofSeconds(10)))
                    .contains(new LedgerEvent.VersionCorrected(target, "9", "o-1", "olga", "a test wrote it"));
        }
    }

    private void write(LedgerEvent event) {
        LedgerEntry entry = new LedgerEntry("acme", event.key(), offset + 1, "0".repeat(64), Instant.EPOCH, event);
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset++,
                new byte[0],
                codecs.claimJournal().toBytes(entry)));
    }
}
