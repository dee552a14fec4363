package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One side effect of a saga, forward or compensating.
 *
 * @param reason the finer fact beside the status, one of {@link Reason}
 * @param rendered what will be sent; null until it can be rendered
 * @param target what is known of its target's version; null before that was asked, or where none is expected
 * @param throttle by which rule of policy it waits its turn; null for none
 * @param duplicateOf the command that has done the same business act or is about to; null where none has
 * @param confirmation how it is known to have happened; null until it is
 * @param escalated whether a person was asked to look at it
 */
public record Effect(
        String sideEffectId,
        ToolRef tool,
        String idempotencyKey,
        EffectStatus status,
        @Nullable String reason,
        @Nullable Rendered rendered,
        @Nullable Approval approval,
        @Nullable TargetCheck target,
        @Nullable Throttle throttle,
        @Nullable String duplicateOf,
        Progress progress,
        @Nullable Confirmation confirmation,
        boolean escalated,
        Instant createdAt,
        Instant updatedAt) {

    static Effect proposed(String sideEffectId, ToolRef tool, String idempotencyKey, Instant now) {
        return new Effect(
                sideEffectId,
                tool,
                idempotencyKey,
                EffectStatus.PROPOSED,
                null,
                null,
                null,
                null,
                null,
                null,
                Progress.NONE,
                null,
                false,
                now,
                now);
    }

    Effect status(EffectStatus next, @Nullable String why, Instant at) {
        return copy(to -> {
            to.status = next;
            to.reason = why;
            to.updatedAt = at;
        });
    }

    /** A person has looked at it. */
    Effect seenTo(Instant at) {
        return copy(to -> {
            to.escalated = false;
            to.updatedAt = at;
        });
    }

    /** It is left as it is. */
    Effect skipped(Instant at) {
        return seenTo(at).progress(progress.resolved()).status(status, Reason.SKIPPED, at);
    }

    /** Its attempts begin anew, with the same key; a grant that is no longer good is asked for again. */
    Effect anew(Instant at) {
        boolean isGranted = approval != null && approval.isGranted() && at.isBefore(approval.expiresAt());
        boolean failed = status == EffectStatus.FAILED;
        EffectStatus again = progress.attempts() == 0 ? EffectStatus.VALIDATED : EffectStatus.STARTED;
        return seenTo(at)
                .progress(progress.anew())
                .approval(isGranted ? approval : null)
                .status(failed ? again : status, Reason.RETRIED_BY_OPERATOR, at);
    }

    /** Whether the saga goes on without it. */
    public boolean isPassedOver() {
        boolean open = status != EffectStatus.COMMITTED && status != EffectStatus.COMPENSATED;
        return open && (Reason.SKIPPED.equals(reason) || Reason.NOTHING_TO_DO.equals(reason));
    }

    /** Whether it was or may have been done, and was not undone. */
    public boolean mayHaveHappened() {
        return switch (status) {
            case STARTED, AMBIGUOUS, COMMITTED -> !isPassedOver();
            case PROPOSED, VALIDATED, APPROVAL_REQUIRED, APPROVED, FAILED -> progress.doubt();
            case COMPENSATED -> false;
        };
    }

    /** Whether a person is asked about it, or an answer to another of its calls may still tell that it was done twice. */
    boolean mayComeUpAgain() {
        return escalated || (progress.callsEver() > 1 && !tool.effectType().isPure());
    }

    /** Whether its call waits for a place, and what is known of its target's version was found before it began to wait. */
    public boolean asksInItsTurn() {
        Waiting waiting = progress.waiting();
        return waiting != null
                && waiting.kind() == AttemptKind.CALL
                && target != null
                && !progress.doubt()
                && !target.isFoundSince(waiting.since());
    }

    Effect rendered(Rendered request) {
        return copy(to -> to.rendered = request);
    }

    Effect approval(@Nullable Approval asked) {
        return copy(to -> to.approval = asked);
    }

    Effect duplicateOf(String commandId) {
        return copy(to -> to.duplicateOf = commandId);
    }

    Effect throttle(@Nullable Throttle by) {
        return copy(to -> to.throttle = by);
    }

    Effect target(@Nullable TargetCheck check) {
        return copy(to -> to.target = check);
    }

    /** Its target's version has to be asked for again. */
    Effect unchecked() {
        return target == null ? this : target(target.usedUp());
    }

    /** For another version of its target: what was to be sent, and whoever agreed to it, counts no more. */
    Effect reloaded(String version, boolean asks, Instant at) {
        return copy(to -> {
                    to.target = (target == null ? TargetCheck.of(version) : target).reloaded(version, at, asks);
                    to.rendered = null;
                    to.approval = null;
                })
                .status(status == EffectStatus.PROPOSED ? status : EffectStatus.VALIDATED, null, at);
    }

    /** For the version that an earlier step has left: what was to be sent, and whoever agreed to it, counts where that stays so. */
    Effect follows(String version, boolean isOtherRequest, Instant at) {
        Effect next = target((target == null ? TargetCheck.of(version) : target).follows(version));
        return isOtherRequest
                ? next.copy(to -> {
                            to.rendered = null;
                            to.approval = null;
                        })
                        .status(EffectStatus.VALIDATED, null, at)
                : next;
    }

    /** It has left its target at another version than it was for; without a look at the version it is for none. */
    Effect leaves(String version) {
        return target == null ? this : target(target.left(version));
    }

    Effect withoutTurn() {
        return progress.waiting() == null ? this : progress(progress.waiting(null));
    }

    Effect progress(Progress next) {
        return copy(to -> to.progress = next);
    }

    Effect confirmed(Confirmation by) {
        return copy(to -> to.confirmation = by);
    }

    Effect escalated(Instant at) {
        return copy(to -> {
            to.escalated = true;
            to.updatedAt = at;
        });
    }

    private Effect copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** A copy in the making: what may change of an effect. */
    private static final class Copy {

        private final Effect from;
        private EffectStatus status;
        private @Nullable String reason;
        private @Nullable Rendered rendered;
        private @Nullable Approval approval;
        private @Nullable TargetCheck target;
        private @Nullable Throttle throttle;
        private @Nullable String duplicateOf;
        private Progress progress;
        private @Nullable Confirmation confirmation;
        private boolean escalated;
        private Instant updatedAt;

        Copy(Effect from) {
            this.from = from;
            this.status = from.status;
            this.reason = from.reason;
            this.rendered = from.rendered;
            this.approval = from.approval;
            this.target = from.target;
            this.throttle = from.throttle;
            this.duplicateOf = from.duplicateOf;
            this.progress = from.progress;
            this.confirmation = from.confirmation;
            this.escalated = from.escalated;
            this.updatedAt = from.updatedAt;
        }

        Effect made() {
            return new Effect(
                    from.sideEffectId,
                    from.tool,
                    from.idempotencyKey,
                    status,
                    reason,
                    rendered,
                    approval,
                    target,
                    throttle,
                    duplicateOf,
                    progress,
                    confirmation,
                    escalated,
                    from.createdAt,
                    updatedAt);
        }
    }
}
