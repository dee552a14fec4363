package io.sluice.claim;

import java.time.Instant;

/** What happened to a claim: the ledger's journal, and the only thing that changes what it remembers. */
public sealed interface LedgerEvent {

    String key();

    String claimId();

    /**
     * The claim is held from now on.
     *
     * @param fullAt when the bucket of the rate is full again, in microseconds since 1970; 0 where there is none
     */
    record LeaseGiven(Lease lease, Terms terms, long fullAt) implements LedgerEvent {
        @Override
        public String key() {
            return lease.key();
        }

        @Override
        public String claimId() {
            return lease.claimId();
        }
    }

    /** Others are before it. */
    record LeaseQueued(Lease lease, Terms terms) implements LedgerEvent {
        @Override
        public String key() {
            return lease.key();
        }

        @Override
        public String claimId() {
            return lease.claimId();
        }
    }

    /** The claim was asked for again, so it lasts longer. */
    record LeaseRenewed(String key, String claimId, Instant until) implements LedgerEvent {}

    /** The saga gave it back. */
    record LeaseReleased(String key, String claimId) implements LedgerEvent {}

    /** Nobody asked for it again in time. */
    record LeaseLapsed(String key, String claimId) implements LedgerEvent {}

    /** The claim was not given, and does not wait. */
    record ClaimTurnedAway(
            String key, String claimId, String tenantId, String sagaId, String reason, String explanation)
            implements LedgerEvent {}
}
