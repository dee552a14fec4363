package io.sluice.claim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a claim: the ledger's journal, and the only thing that changes what it remembers. */
public sealed interface LedgerEvent {

    String key();

    String claimId();

    /**
     * The claim is held from now on.
     *
     * @param fullAt when the bucket of the rate is full again, in microseconds since 1970; 0 where there is none
     * @param commandId the command that a business act is given to; null for anything else
     */
    record LeaseGiven(
            Lease lease, Terms terms, long fullAt, @Nullable String commandId) implements LedgerEvent {
        @Override
        public String key() {
            return lease.key();
        }

        @Override
        public String claimId() {
            return lease.claimId();
        }
    }

    /**
     * Others are before it.
     *
     * @param fullAt when the bucket is full, in microseconds since 1970; 0 where there is no rate
     */
    record LeaseQueued(Lease lease, Terms terms, long fullAt) implements LedgerEvent {
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

    /** The saga gave the claim back, and others may have it from {@code until} on. */
    record LeaseEnding(String key, String claimId, Instant until) implements LedgerEvent {}

    /** The saga gave it back. */
    record LeaseReleased(String key, String claimId) implements LedgerEvent {}

    /** Nobody asked for it again in time. */
    record LeaseLapsed(String key, String claimId) implements LedgerEvent {}

    /** A reviewer gave an approval in advance, or agreed with others who did. */
    record GrantIssued(PreIssuedGrant grant) implements LedgerEvent {
        @Override
        public String key() {
            return grant.key();
        }

        @Override
        public String claimId() {
            return grant.approvalId();
        }
    }

    /** The approval is this claim's, for good. */
    record ApprovalSpent(String claimId, String sagaId, PreIssuedGrant grant) implements LedgerEvent {
        @Override
        public String key() {
            return grant.key();
        }
    }

    /** The saga surely did nothing with the approval, and gave it back. */
    record GrantReturned(String key, String claimId) implements LedgerEvent {}

    /** A reviewer took the approval back: nobody is given it from now on. */
    record GrantTakenBack(
            String key,
            String claimId,
            String reviewerId,
            @Nullable String reason) implements LedgerEvent {}

    /** What a reviewer said of an approval changes nothing. */
    record GrantPassedOver(String key, String claimId, String reason) implements LedgerEvent {}

    /** The owner of a target said that it has another version. */
    record VersionHeard(TargetVersion target) implements LedgerEvent {
        @Override
        public String key() {
            return target.key();
        }

        @Override
        public String claimId() {
            return target.version();
        }
    }

    /**
     * An operator put right which version a target has.
     *
     * @param before what was known; null where nobody had said
     */
    record VersionCorrected(TargetVersion target, @Nullable String before, String claimId, String who, String why)
            implements LedgerEvent {
        @Override
        public String key() {
            return target.key();
        }
    }

    /** What the owner of a target said is known already, or older than what is known. */
    record VersionPassedOver(String key, String claimId, String version, String reason) implements LedgerEvent {}

    /**
     * A saga was told which version a target has; null where nobody has said.
     *
     * @param until when it is too late to hear of it
     */
    record VersionTold(
            String key,
            String claimId,
            String tenantId,
            String sagaId,
            Instant until,
            @Nullable TargetVersion target) implements LedgerEvent {}

    /**
     * The claim was not given, and does not wait.
     *
     * @param duplicateOf the command that has done it or is about to; null where that is not why
     */
    record ClaimTurnedAway(
            String key,
            String claimId,
            String tenantId,
            String sagaId,
            String reason,
            String explanation,
            @Nullable String duplicateOf)
            implements LedgerEvent {}
}
