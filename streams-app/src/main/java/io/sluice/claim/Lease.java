package io.sluice.claim;

import java.time.Instant;

/**
 * One claim that the ledger knows of: held, or waiting for its turn.
 *
 * @param subject what is claimed, in words
 * @param number its place in the order of those that waited for the key; 0 where it never waited
 * @param until when it ends unless it is asked for again
 */
public record Lease(
        String key,
        String claimId,
        String tenantId,
        String sagaId,
        ClaimKind kind,
        String subject,
        boolean held,
        long number,
        Instant until) {

    Lease heldUntil(Instant end) {
        return new Lease(key, claimId, tenantId, sagaId, kind, subject, true, number, end);
    }

    Lease lastingUntil(Instant end) {
        return new Lease(key, claimId, tenantId, sagaId, kind, subject, held, number, end);
    }
}
