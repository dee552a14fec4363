package io.sluice.audit;

import io.sluice.catalog.CatalogRecord;
import io.sluice.effect.EffectType;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Tenants;
import java.time.Instant;
import java.util.List;

/**
 * What one input changed in one saga, chained to the entry before it in its partition.
 *
 * @param tenantId who the saga belongs to; {@link Tenants#SYSTEM} for a fact of the whole partition
 * @param sagaId the saga; {@link Tenants#SYSTEM} for a fact of the whole partition
 * @param sagaSequence the place of the first of the facts in the saga's history, from 1; the others follow it. 0 for what is
 *     about no saga
 * @param partitionSequence counts the entries of the partition, from 1
 * @param previousHash hex SHA-256 of the previous entry's value bytes; {@link #NO_HASH} for the first of a partition
 * @param recordedAt whole milliseconds
 */
public record JournalEntry(
        String tenantId,
        String sagaId,
        long sagaSequence,
        long partitionSequence,
        String previousHash,
        Instant recordedAt,
        List<Fact> facts) {

    /** What the first entry of a partition names as the hash before it: 32 zero bytes. */
    public static final String NO_HASH = "0".repeat(64);

    public JournalEntry {
        facts = List.copyOf(facts);
    }

    /** An entry about one saga. */
    public static JournalEntry ofSaga(
            String tenantId,
            String sagaId,
            long sagaSequence,
            long partitionSequence,
            String previousHash,
            Instant recordedAt,
            List<SagaEvent> events) {
        return new JournalEntry(
                tenantId,
                sagaId,
                sagaSequence,
                partitionSequence,
                previousHash,
                recordedAt,
                events.stream().<Fact>map(OfSaga::new).toList());
    }

    /** What happened to the saga; nothing where the entry is about the whole partition. */
    public List<SagaEvent> sagaEvents() {
        return facts.stream()
                .filter(OfSaga.class::isInstance)
                .map(fact -> ((OfSaga) fact).event())
                .toList();
    }

    /** What happened. */
    public sealed interface Fact {}

    /** Something happened to a saga. */
    public record OfSaga(SagaEvent event) implements Fact {}

    /**
     * A catalog is in force in this partition from here on: an effect on Sluice itself, and recorded as one.
     *
     * @param version hex SHA-256 of the documents
     * @param permittedBy what let them apply it
     * @param policyVersion of the policies that are in force with it
     * @param documents tool contracts and saga definitions, each RFC 8785 canonical JSON
     */
    public record CatalogApplied(
            String version,
            String appliedBy,
            Instant appliedAt,
            EffectType effectType,
            String permittedBy,
            String policyVersion,
            List<String> documents)
            implements Fact {

        /** Only those can write to the topic of catalogs whom its ACL lets. */
        private static final String TOPIC = "topic";

        /** As its record says, which was on the topic. */
        public static CatalogApplied of(CatalogRecord applied, String policyVersion) {
            return new CatalogApplied(
                    applied.version(),
                    applied.appliedBy(),
                    applied.appliedAt(),
                    EffectType.META_EFFECT,
                    TOPIC,
                    policyVersion,
                    applied.documents());
        }
    }
}
