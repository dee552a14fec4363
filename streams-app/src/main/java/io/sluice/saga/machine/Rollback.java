package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.RequestedUndo;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Undoes what happened, latest first; what cannot be undone is escalated and the earlier steps are still undone. */
final class Rollback {

    /** A rollback for one of these reasons ends as failed even when every effect was undone. */
    private static final Set<String> REFUSED = Set.of(
            Reason.DENIED,
            Reason.APPROVAL_REJECTED,
            Reason.APPROVAL_EXPIRED,
            Reason.APPROVAL_WITHDRAWN,
            Reason.TIMED_OUT);

    /** Somebody wanted it undone: it is, also where nothing had happened yet. */
    private static final Set<String> ASKED =
            Set.of(Reason.CANCELLED, Reason.ROLLED_BACK_BY_OPERATOR, Reason.ROLLED_BACK_BY_AGENT);

    private Rollback() {}

    /** One move of the rollback; false when it has to wait. */
    static boolean step(Draft draft) {
        for (Step step : upToOpenDoor(draft.saga()).reversed()) {
            Move move = isMeant(draft.saga(), step) ? move(draft, step) : Move.PASS;
            if (move != Move.PASS) {
                return move == Move.MADE;
            }
        }
        if (!draft.saga().openAttempts().isEmpty()) {
            return false; // a read that nobody needs any more still has its place
        }
        draft.add(end(draft.saga()));
        return true;
    }

    /** While it is not known whether the pivot has happened, what lies behind it may still be needed. */
    private static List<Step> upToOpenDoor(Saga saga) {
        List<Step> steps = saga.steps();
        for (int index = 0; index < steps.size(); index++) {
            if (Pivot.isDoor(steps.get(index)) && isUndecided(saga, steps.get(index))) {
                return steps.subList(0, index + 1);
            }
        }
        return steps;
    }

    private static boolean isUndecided(Saga saga, Step door) {
        EffectStatus status = door.forward().status();
        return status.isUnresolved()
                || door.forward().progress().doubt()
                || (status == EffectStatus.COMMITTED && isUntouched(saga));
    }

    private static Move move(Draft draft, Step step) {
        Effect forward = step.forward();
        if (forward.tool().effectType().isPure()) {
            boolean isToCome = forward.progress().open() == null
                    && (forward.status().isUnresolved() || forward.progress().isMoving());
            return isToCome || forward.status() == EffectStatus.APPROVAL_REQUIRED ? abandon(draft, step) : Move.PASS;
        }
        return switch (forward.status()) {
            case PROPOSED, VALIDATED, FAILED, COMPENSATED -> Move.PASS;
            case APPROVAL_REQUIRED -> forward.progress().doubt() ? resolve(draft, step) : abandon(draft, step);
            case APPROVED -> forward.progress().doubt() ? resolve(draft, step) : Move.PASS;
            case STARTED, AMBIGUOUS -> resolve(draft, step);
            case COMMITTED -> undo(draft, step);
        };
    }

    /** It surely was not done, and nobody wants it any more: nobody is asked for it either. */
    private static Move abandon(Draft draft, Step step) {
        draft.add(new SagaEvent.EffectFailed(
                EffectRef.forward(step.name()), Reason.ABANDONED, "the saga was rolled back before it was done"));
        return Move.MADE;
    }

    /** After the end of a saga one step alone may be undone. */
    private static boolean isMeant(Saga saga, Step step) {
        RequestedUndo undo = saga.undo();
        return undo == null || undo.step().equals(step.name());
    }

    private enum Move {
        /** Nothing to do for this step; look at the one before it. */
        PASS,
        /** Something was recorded. */
        MADE,
        /** This step has to be settled before the one before it is looked at. */
        WAIT
    }

    /** Whether the step happened must be known before it is undone or passed over. */
    private static Move resolve(Draft draft, Step step) {
        EffectRef ref = EffectRef.forward(step.name());
        Progress progress = step.forward().progress();
        boolean isCallNext = progress.open() == null && progress.nextKind() == AttemptKind.CALL;
        if (isCallNext && !progress.doubt() && !progress.accepted()) {
            return abandon(draft, step);
        }
        if (isCallNext && !step.forward().escalated() && !mayRepeat(draft, step)) {
            Answers.findOut(draft, ref, Reason.ABANDONED, "the saga is rolled back, so it is not called again");
            return Move.MADE;
        }
        return Advance.move(draft, ref) ? Move.MADE : Move.WAIT;
    }

    /** To find out by doing is only for what can be undone, and where no lookup tells. */
    private static boolean mayRepeat(Draft draft, Step step) {
        return step.forward().status().isUnresolved()
                && step.compensation() != null
                && !Pivot.isDoor(step)
                && !Answers.canLookUp(draft, EffectRef.forward(step.name()));
    }

    private static Move undo(Draft draft, Step step) {
        if (Pivot.isDoor(step) && isUntouched(draft.saga())) {
            draft.add(new SagaEvent.ForwardResumed(step.name()));
            return Move.MADE;
        }
        if (Reason.SKIPPED.equals(step.forward().reason())) {
            return Move.PASS;
        }
        Effect compensation = step.compensation();
        if (compensation == null) {
            if (Reason.NO_COMPENSATION.equals(step.forward().reason())) {
                return Move.PASS;
            }
            draft.add(new SagaEvent.CompensationImpossible(step.name(), Reason.NO_COMPENSATION));
            draft.add(new SagaEvent.EffectEscalated(
                    EffectRef.forward(step.name()),
                    Reason.NO_COMPENSATION,
                    "the effect stays: tool '" + step.forward().tool().name() + "' has no compensation"));
            return Move.MADE;
        }
        EffectRef ref = EffectRef.compensation(step.name());
        return switch (compensation.status()) {
            case COMMITTED -> {
                draft.add(new SagaEvent.EffectCompensated(step.name(), endedAt(draft, compensation), null));
                yield Move.MADE;
            }
            case FAILED -> {
                if (compensation.escalated()) {
                    yield Move.PASS;
                }
                if (Reason.SKIPPED.equals(compensation.reason())) {
                    draft.add(new SagaEvent.CompensationImpossible(step.name(), Reason.SKIPPED));
                    yield Move.MADE;
                }
                draft.add(new SagaEvent.EffectEscalated(
                        ref, Reason.COMPENSATION_FAILED, "the effect stays: its compensation did not go through"));
                yield Move.MADE;
            }
            case PROPOSED, VALIDATED, APPROVAL_REQUIRED, APPROVED, STARTED, AMBIGUOUS, COMPENSATED -> {
                if (compensation.escalated() && !compensation.progress().isMoving()) {
                    yield Move.PASS;
                }
                yield isNeedless(draft, step) || Advance.move(draft, ref) ? Move.MADE : Move.WAIT;
            }
        };
    }

    /** Where the compensation's condition does not hold, there is nothing to undo, and that is recorded. */
    private static boolean isNeedless(Draft draft, Step step) {
        Effect compensation = step.compensation();
        if (compensation == null
                || compensation.status() != EffectStatus.PROPOSED
                || compensation.progress().isMoving()) {
            return false;
        }
        try {
            if (Rendering.isAnythingToUndo(draft.saga(), step, draft.context().catalog())) {
                return false;
            }
        } catch (RenderingException e) {
            return false; // the attempt will say what is missing
        }
        draft.add(new SagaEvent.EffectCompensated(step.name(), draft.now(), Reason.NOTHING_TO_DO));
        return true;
    }

    /** The saga had ended when it turned out that a compensation was done. */
    static void undoneAfterAll(Draft draft, EffectRef ref) {
        Saga saga = draft.saga();
        Step step = draft.step(ref.step());
        boolean isUndone = saga.status().isEnded()
                && ref.direction() == Direction.COMPENSATION
                && step.forward().status() == EffectStatus.COMMITTED;
        Effect compensation = step.compensation();
        if (!isUndone || compensation == null) {
            return;
        }
        draft.add(new SagaEvent.EffectCompensated(step.name(), endedAt(draft, compensation), null));
        SagaEvent.SagaEnded end = end(draft.saga());
        if (end.status() != saga.status()) {
            draft.add(end);
        }
    }

    /** Whether the rollback has undone nothing yet, so that the saga can still go forward. */
    private static boolean isUntouched(Saga saga) {
        return saga.undo() == null
                && saga.steps().stream().noneMatch(step -> step.forward().status() == EffectStatus.COMPENSATED)
                && saga.steps().stream()
                        .map(Step::compensation)
                        .allMatch(undo -> undo == null || undo.progress().attempts() == 0);
    }

    private static Instant endedAt(Draft draft, Effect compensation) {
        Confirmation confirmation = compensation.confirmation();
        return confirmation == null ? draft.now() : confirmation.endedAt();
    }

    /** It was done, or a late answer says so of what was recorded as failed. */
    private static boolean mayRemain(Effect forward) {
        return !forward.tool().effectType().isPure()
                && (forward.status() == EffectStatus.COMMITTED
                        || forward.progress().doubt());
    }

    private static SagaEvent.SagaEnded end(Saga saga) {
        boolean remains = saga.steps().stream().map(Step::forward).anyMatch(Rollback::mayRemain);
        boolean undone = saga.steps().stream().anyMatch(step -> step.forward().status() == EffectStatus.COMPENSATED);
        boolean refused = saga.reason() != null && REFUSED.contains(saga.reason());
        RequestedUndo undo = saga.undo();
        if (undo != null) {
            SagaStatus status = remains || refused ? undo.endedAs() : SagaStatus.ROLLED_BACK;
            return new SagaEvent.SagaEnded(status, undo.reason(), saga.failedStep());
        }
        boolean asked = saga.reason() != null && ASKED.contains(saga.reason());
        SagaStatus status = (undone || asked) && !remains && !refused ? SagaStatus.ROLLED_BACK : SagaStatus.FAILED;
        return new SagaEvent.SagaEnded(status, saga.reason(), saga.failedStep());
    }
}
