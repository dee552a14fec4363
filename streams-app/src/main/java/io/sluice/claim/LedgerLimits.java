package io.sluice.claim;

import java.time.Duration;

/**
 * The limits of the ledger itself.
 *
 * @param lease how long a claim lasts that is not asked for again
 * @param maxWaiting how many may wait for one key
 */
public record LedgerLimits(Duration lease, int maxWaiting) {}
