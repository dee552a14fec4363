package io.sluice.claim;

import java.time.Duration;

/**
 * The limits of the ledger itself.
 *
 * @param lease how long a claim lasts that is not asked for again
 * @param acts how long a business act is remembered
 * @param maxWaiting how many may wait for one key
 */
public record LedgerLimits(Duration lease, Duration acts, int maxWaiting) {

    Duration lasting(ClaimKind kind) {
        return kind == ClaimKind.BUSINESS_KEY ? acts : lease;
    }
}
