package io.sluice.claim;

import io.sluice.approval.GrantSubject;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a saga, a reviewer, an operator, or the owner of a target tells the ledger. Each message may come more than once. */
public sealed interface ClaimMessage {

    /** Names one claim of one saga, from its first ask to its release. */
    String claimId();

    /** What is claimed; also the record key. */
    String key();

    String tenantId();

    /** Who is answered. */
    String sagaId();

    /**
     * Asks for what the key stands for, or for more time with it.
     *
     * @param subject what it is, in words
     * @param terms what the asker knows of the limit; the latest first ask decides
     * @param commandId the command that wants it; null where that is not known
     */
    record ClaimAsk(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            ClaimKind kind,
            String subject,
            Terms terms,
            @Nullable String commandId)
            implements ClaimMessage {}

    /** A reviewer gives an approval in advance; {@code claimId} is its id, and nobody is answered. */
    record GrantIssue(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            GrantSubject subject,
            String requestHash,
            Instant expiresAt,
            String reviewerId)
            implements ClaimMessage {}

    /** A reviewer takes back an approval that was given in advance, unless it was used. */
    record GrantTakeBack(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            String reviewerId,
            @Nullable String reason) implements ClaimMessage {}

    /** Asks to use an approval that was given in advance. */
    record GrantUse(String claimId, String key, String tenantId, String sagaId, GrantWish wish)
            implements ClaimMessage {}

    /** The owner of a target says which version it has; nobody is answered. */
    record VersionReport(String claimId, String key, String tenantId, String sagaId, TargetVersion target)
            implements ClaimMessage {}

    /** An operator says which version a target has, whatever its owner has said; nobody is answered. */
    record VersionCorrection(
            String claimId, String key, String tenantId, String sagaId, TargetVersion target, String who, String why)
            implements ClaimMessage {}

    /**
     * Asks which version a target has.
     *
     * @param dryRun the command whose dry run asks, to be handed back with the answer; null for a saga
     */
    record VersionAsk(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            @Nullable ByteBuffer dryRun) implements ClaimMessage {

        /** A saga asks. */
        public VersionAsk(String claimId, String key, String tenantId, String sagaId) {
            this(claimId, key, tenantId, sagaId, null);
        }
    }

    /**
     * Gives it back, held or not.
     *
     * @param freeAt when others may have it; null for at once
     */
    record ClaimRelease(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            @Nullable Instant freeAt) implements ClaimMessage {

        /** For others to have at once. */
        public ClaimRelease(String claimId, String key, String tenantId, String sagaId) {
            this(claimId, key, tenantId, sagaId, null);
        }
    }
}
