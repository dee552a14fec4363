package io.sluice.saga;

import io.sluice.claim.Terms;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import io.sluice.effect.Reversibility;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a saga: the journal's content, and the only thing that changes state. */
public sealed interface SagaEvent {

    /** An event about one effect. */
    sealed interface OfEffect extends SagaEvent {
        EffectRef effect();
    }

    /** An event about what an effect claims from the claim ledger. */
    sealed interface OfClaim extends OfEffect {
        String claimId();
    }

    /**
     * One step of the plan, with the keys that Sluice computed for it.
     *
     * @param compensationTool the contract that undoes it, in the version of the plan; null where nothing does
     */
    record PlannedStep(
            String name,
            String agentId,
            Reversibility reversibility,
            ToolRef tool,
            @Nullable ToolRef compensationTool,
            String sideEffectId,
            String idempotencyKey) {}

    /** A command was taken on and planned. Also ends a deferral. */
    record SagaStarted(
            String sagaId,
            Command command,
            String commandHash,
            @Nullable String definitionVersion,
            List<PlannedStep> steps,
            Instant deadline)
            implements SagaEvent {}

    /** An open saga was begun; steps are added to it until it is committed or rolled back. */
    record SagaOpened(String sagaId, Command command, String commandHash, RunAt runAt, long timeoutMs, Instant deadline)
            implements SagaEvent {}

    /** A step was added to an open saga. */
    record StepAdded(PlannedStep step, Command command, String commandHash) implements SagaEvent {}

    /** The agent commits the open saga: what is left runs now. */
    record CommitRequested(String commandId, Instant deadline) implements SagaEvent {}

    /** The agent gives the open saga up: what ran is undone. */
    record RollBackRequested(String commandId) implements SagaEvent {}

    /** A command was taken on, but no catalog is here yet that could plan it. */
    record CommandDeferred(String sagaId, Command command, String commandHash, Instant deadline) implements SagaEvent {}

    /**
     * The same command again: it gets the prior result and changes nothing.
     *
     * @param original the command of an open saga that it repeats; null for the one that began the saga
     */
    record CommandDuplicated(String commandId, @Nullable String original) implements SagaEvent {

        /** A duplicate of the command that began the saga. */
        public CommandDuplicated(String commandId) {
            this(commandId, null);
        }
    }

    /**
     * An input was refused.
     *
     * @param input which kind of input
     * @param inputId the command id, approval id or intent id
     */
    record InputRejected(String input, String inputId, String reason, String detail) implements SagaEvent {}

    /** A dry run was answered: nothing was done, and the command's key is free. */
    record DryRunAnswered(String commandId, String agentId, Plan plan) implements SagaEvent {}

    /** It is the step's turn, and from now on its own time limit counts; recorded only where it has one. */
    record StepReached(String step, Instant deadline) implements SagaEvent {}

    /** The saga goes on without the effect, because its condition does not hold. */
    record EffectPassedOver(EffectRef effect, String reason) implements OfEffect {}

    /** What will be sent is fixed. */
    record RequestRendered(EffectRef effect, Rendered rendered) implements OfEffect {}

    /**
     * Policy was asked, at proposal or before an intent.
     *
     * @param throttle how much the rule lets through, where it throttles; else null
     */
    record PolicyDecided(
            EffectRef effect,
            Phase phase,
            Verdict verdict,
            String rule,
            String policyVersion,
            String explanation,
            @Nullable Terms throttle)
            implements OfEffect {}

    /** When a policy decision is taken. */
    enum Phase {
        PROPOSAL,
        INTENT
    }

    /** A person has to agree before the effect may start. */
    record ApprovalRequested(EffectRef effect, Approval approval) implements OfEffect {}

    record ApprovalGranted(EffectRef effect, String approvalId, String reviewerId, Instant expiresAt)
            implements OfEffect {}

    record ApprovalRejected(EffectRef effect, String approvalId, String reviewerId, String explanation)
            implements OfEffect {}

    record ApprovalWithdrawn(EffectRef effect, String approvalId, String reviewerId, String explanation)
            implements OfEffect {}

    record ApprovalExpired(EffectRef effect, String approvalId) implements OfEffect {}

    /** The effect that will undo a step, registered before the step is done. */
    record RegisteredCompensation(ToolRef tool, String sideEffectId, String idempotencyKey) {}

    /** An attempt is due, and its provider has no place for it yet. */
    record PlaceAwaited(EffectRef effect, Waiting waiting) implements OfEffect {}

    /** Before the effect may start, the claim ledger is asked for what it competes for; or asked again. */
    record ClaimAsked(EffectRef effect, Claim claim) implements OfClaim {
        @Override
        public String claimId() {
            return claim.claimId();
        }
    }

    /** Others are before it: the effect waits for its turn. */
    record ClaimQueued(EffectRef effect, String claimId, Instant until, Instant askAt, String reason)
            implements OfClaim {}

    /**
     * The claim ledger has told which version the target has.
     *
     * @param expected the version that the effect is for
     * @param known the version that the target has; null where nobody has said
     * @param passes whether the effect may go on
     */
    record VersionChecked(
            EffectRef effect,
            String claimId,
            String expected,
            @Nullable String known,
            boolean passes) implements OfClaim {}

    /**
     * The effect is for another version of its target from now on, and is decided anew.
     *
     * @param asks whether a person has to agree to that
     */
    record VersionReloaded(EffectRef effect, String version, boolean asks) implements OfEffect {}

    /** The effect has left its target at another version than it was for. */
    record VersionLeft(EffectRef effect, String version) implements OfEffect {}

    /**
     * The effect is for the version that an earlier step of the saga has left its target at.
     *
     * @param isOtherRequest whether something else is to be sent by that, so that whoever agreed to it has to agree anew
     */
    record VersionFollowed(EffectRef effect, String version, boolean isOtherRequest) implements OfEffect {}

    /** What was claimed is the saga's. */
    record ClaimHeld(EffectRef effect, String claimId, Instant until, Instant askAt) implements OfClaim {}

    /** A grant that was given in advance is used for the effect, for good. */
    record GrantUsed(EffectRef effect, String claimId, Approval approval) implements OfClaim {}

    /**
     * What was claimed is not given.
     *
     * @param duplicateOf the command that has done it or is about to; null where that is not why
     */
    record ClaimRefused(
            EffectRef effect,
            String claimId,
            String reason,
            String explanation,
            @Nullable String duplicateOf) implements OfClaim {}

    /** What was claimed stays the saga's though it has ended, until the act is undone or the ledger forgets it. */
    record ClaimKept(String claimId, String key) implements SagaEvent {}

    /**
     * The saga gives back what it claimed, behind all that it asked for it.
     *
     * @param freeAt when others may have it, as a call under it may be made until then; null for at once
     */
    record ClaimReleased(
            String claimId, String key, @Nullable Instant freeAt) implements SagaEvent {}

    /**
     * One dispatch is permitted.
     *
     * @param request what is sent: the effect's own request, or a lookup
     * @param readBack the lookup that follows a successful call
     * @param compensation registered with the first forward call of a step; null otherwise
     */
    record AttemptStarted(
            EffectRef effect,
            Attempt attempt,
            RenderedRequest request,
            @Nullable RenderedRequest readBack,
            String requestHash,
            long timeoutMs,
            @Nullable RegisteredCompensation compensation)
            implements OfEffect {}

    /**
     * One dispatch was answered, or the time for an answer is over. Also records late answers, as evidence.
     *
     * @param unheard whether nobody has said what became of it, so that it may still be made
     */
    record AttemptEnded(
            EffectRef effect,
            String intentId,
            AttemptKind kind,
            OutcomeResult result,
            int httpStatus,
            @Nullable String externalRef,
            @Nullable String responseDigest,
            boolean readBack,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            boolean unheard)
            implements OfEffect {}

    /** A lookup settled, or did not settle, what became of an ambiguous effect. */
    record EffectReconciled(
            EffectRef effect,
            Reconciliation finding,
            @Nullable String externalRef,
            String explanation) implements OfEffect {}

    /** What a lookup can tell. */
    enum Reconciliation {
        COMMITTED,
        NOT_COMMITTED,
        UNKNOWN
    }

    /** The next attempt is scheduled. */
    record RetryScheduled(EffectRef effect, AttemptKind kind, Instant dueAt, String reason) implements OfEffect {}

    record EffectCommitted(
            EffectRef effect,
            @Nullable String externalRef,
            ConfirmedBy confirmedBy,
            @Nullable String result,
            Instant endedAt)
            implements OfEffect {}

    record EffectFailed(
            EffectRef effect, String reason, @Nullable String explanation) implements OfEffect {}

    record EffectAmbiguous(EffectRef effect, String reason) implements OfEffect {}

    /**
     * The step is undone.
     *
     * @param reason null where its compensation is committed; otherwise why it counts as undone without one
     */
    record EffectCompensated(
            String step, Instant endedAt, @Nullable String reason) implements SagaEvent {}

    /** Rollback reached a committed step that it cannot undo, or was told to leave. */
    record CompensationImpossible(String step, String reason) implements SagaEvent {}

    /** A person must look at the effect. */
    record EffectEscalated(EffectRef effect, String reason, String explanation) implements OfEffect {}

    /** A person must look at the saga. */
    record SagaEscalated(String reason, String explanation) implements SagaEvent {}

    /** An operator intervened; what follows from it comes next. */
    record OperationApplied(
            String operationId,
            OperationKind kind,
            @Nullable EffectRef effect,
            String who,
            String why) implements SagaEvent {}

    /** The compensation of one step of an ended saga was asked for. */
    record CompensationRequested(String step, String operationId, String who, String why) implements SagaEvent {}

    /** The machine could not deal with the saga and leaves it alone until an operator looks; the others go on. */
    record SagaQuarantined(String reason, String explanation) implements SagaEvent {}

    record QuarantineLifted(String operationId) implements SagaEvent {}

    record CompensationStarted(String reason, @Nullable String failedStep) implements SagaEvent {}

    /** The rollback found that the point of no return had been passed, so the saga goes forward after all. */
    record ForwardResumed(String step) implements SagaEvent {}

    record SagaEnded(
            SagaStatus status,
            @Nullable String reason,
            @Nullable String failedStep) implements SagaEvent {}
}
