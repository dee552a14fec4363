package io.sluice.audit;

import io.sluice.saga.SagaEvent;
import io.sluice.saga.Tenants;
import java.time.Instant;
import java.util.List;

/**
 * One fact of the journal, chained to the one before it in its partition.
 *
 * @param tenantId who the saga belongs to; {@link Tenants#SYSTEM} for a fact of the whole partition
 * @param sagaId the saga; {@link Tenants#SYSTEM} for a fact of the whole partition
 * @param sagaSequence counts the facts of this saga, from 1; 0 for a fact of the whole partition
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
        Fact event) {

    /** What the first entry of a partition names as the hash before it: 32 zero bytes. */
    public static final String NO_HASH = "0".repeat(64);

    /** What happened. */
    public sealed interface Fact {}

    /** Something happened to a saga. */
    public record OfSaga(SagaEvent event) implements Fact {}

    /**
     * A catalog is in force in this partition from here on.
     *
     * @param version hex SHA-256 of the documents
     * @param documents tool contracts and saga definitions, each RFC 8785 canonical JSON
     */
    public record CatalogApplied(String version, String appliedBy, Instant appliedAt, List<String> documents)
            implements Fact {}
}
