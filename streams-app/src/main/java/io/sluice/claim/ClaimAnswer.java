package io.sluice.claim;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger tells a saga about its claim.
 *
 * @param until when it ends unless it is asked for again, or is too old to go by; null for a refusal and for a dry run
 * @param reason reason code of a refusal
 * @param explanation one sentence for a person, with a refusal
 * @param duplicateOf the command that has done it or is about to, with a refusal for that; else null
 * @param grant the approval that was given in advance and is the saga's now; null where none was asked for
 * @param dryRun the command whose dry run asked; null for a saga
 * @param target what the owner last said of the version that was asked for; null where nobody has said
 */
public record ClaimAnswer(
        String claimId,
        String key,
        String tenantId,
        String sagaId,
        Result result,
        @Nullable Instant until,
        @Nullable String reason,
        @Nullable String explanation,
        @Nullable String duplicateOf,
        @Nullable PreIssuedGrant grant,
        @Nullable ByteBuffer dryRun,
        @Nullable TargetVersion target) {

    /** An answer about what was claimed. */
    public ClaimAnswer(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            Result result,
            @Nullable Instant until,
            @Nullable String reason,
            @Nullable String explanation,
            @Nullable PreIssuedGrant grant) {
        this(claimId, key, tenantId, sagaId, result, until, reason, explanation, null, grant, null, null);
    }

    /** What became of an ask. */
    public enum Result {
        /** It is the saga's. */
        HELD,
        /** Others are before it. */
        QUEUED,
        /** It is not given, and nothing waits. */
        REFUSED,
        /** Nothing was claimed: here is what was asked. */
        TOLD
    }
}
