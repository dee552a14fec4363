package io.sluice.claim;

import java.time.Instant;

/**
 * One fact of the ledger's journal, chained to the one before it in its partition.
 *
 * @param partitionSequence counts the entries of the partition, from 1
 * @param previousHash hex SHA-256 of the previous entry's value bytes; zeros for the first of a partition
 * @param recordedAt whole milliseconds
 */
public record LedgerEntry(
        String tenantId,
        String key,
        long partitionSequence,
        String previousHash,
        Instant recordedAt,
        LedgerEvent event) {}
