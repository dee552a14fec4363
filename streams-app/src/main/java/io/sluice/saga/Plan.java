package io.sluice.saga;

import io.sluice.claim.ClaimKind;
import io.sluice.claim.Terms;
import io.sluice.effect.RenderedRequest;
import io.sluice.effect.Reversibility;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command would lead to; none of it was done.
 *
 * @param reason one of {@link Reason}, where the command would be refused
 * @param detail one sentence for a person, where there is something to say beside the steps
 * @param duplicateOf the command whose duplicate it would be
 * @param definitionVersion content hash of the definition; null for a saga of one tool
 * @param deadline when the saga would have to have ended
 */
public record Plan(
        Outlook outlook,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String duplicateOf,
        @Nullable String definitionVersion,
        @Nullable Instant deadline,
        List<PlanStep> steps) {

    /** What would come of a command. */
    public enum Outlook {
        START,
        WAIT_FOR_APPROVAL,
        BE_REFUSED,
        BE_A_DUPLICATE
    }

    /**
     * One step of a plan.
     *
     * @param passedOver why nothing would be called for it; null where something would
     * @param notBefore when it would start at the earliest; null for at its turn
     * @param request what would be sent, secrets by name; null while that is not known
     * @param requestMissing why there is no request here; null where there is one
     * @param waitsFor what it competes for with other sagas, in the order in which it would claim it
     * @param expectedVersion the version of its target that it would go by; null where any will do
     * @param targetVersion the version that its target has; null where nobody has said, or none is expected
     * @param compensation what would undo it; null for nothing
     * @param refusal one of {@link Reason}, where the step would not be let through
     */
    public record PlanStep(
            String name,
            ToolRef tool,
            Reversibility reversibility,
            String idempotencyKey,
            @Nullable String passedOver,
            @Nullable Instant notBefore,
            @Nullable RenderedRequest request,
            @Nullable String requestHash,
            @Nullable String requestMissing,
            @Nullable PlannedDecision policy,
            @Nullable PlannedApproval approval,
            List<PlannedClaim> waitsFor,
            @Nullable String expectedVersion,
            @Nullable String targetVersion,
            @Nullable ToolRef compensation,
            @Nullable String refusal,
            @Nullable String refusalDetail) {}

    /** What a step would have to wait for, where others have it. */
    public record PlannedClaim(ClaimKind kind, String subject, Terms terms) {}

    /** What policy says of a step. */
    public record PlannedDecision(Verdict verdict, String rule, String policyVersion, String explanation) {}

    /**
     * The approval that a step would take.
     *
     * @param role which a reviewer must have; null where anybody but the proposer may approve
     * @param expiresAfterMs how long the request would stay open, in milliseconds
     * @param upFront whether it would be asked for before the first effect; otherwise when it is the step's turn
     */
    public record PlannedApproval(@Nullable String role, int reviewers, long expiresAfterMs, boolean upFront) {}

    /** The plan of a command that would be refused as a whole. */
    public static Plan refused(String reason, String detail) {
        return new Plan(Outlook.BE_REFUSED, reason, detail, null, null, null, List.of());
    }

    /** The plan of a command that was taken before. */
    public static Plan duplicateOf(String commandId) {
        return new Plan(
                Outlook.BE_A_DUPLICATE,
                null,
                "the same was proposed before, as command '" + commandId + "': it would be told that one's result",
                commandId,
                null,
                null,
                List.of());
    }
}
