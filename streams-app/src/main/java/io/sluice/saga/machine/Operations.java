package io.sluice.saga.machine;

import io.sluice.effect.EffectStatus;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationValidation;
import io.sluice.saga.Problem;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator's intervention does. Each is recorded with who and why, and takes effect once. */
final class Operations {

    private Operations() {}

    static Decision decide(Saga saga, Operation operation, Context context) {
        Optional<Problem> invalid = OperationValidation.validate(operation);
        if (invalid.isPresent()) {
            return new Decision.Rejected(invalid.get().reason(), invalid.get().detail());
        }
        if (saga.operations().contains(operation.operationId())) {
            return new Decision.Rejected(
                    Reason.STALE_OPERATION, "operation " + operation.operationId() + " took effect before");
        }
        if (saga.quarantine() != null && !Repairs.isLift(operation)) {
            return new Decision.Rejected(
                    Reason.QUARANTINED, "the saga is in quarantine: let it go on first, by a retry that names no step");
        }
        Draft draft = new Draft(saga, context);
        Decision.Rejected problem = switch (operation.kind()) {
            case CANCEL -> undoAll(draft, operation, Reason.CANCELLED);
            case ROLL_BACK -> undoAll(draft, operation, Reason.ROLLED_BACK_BY_OPERATOR);
            case RESOLVE -> Repairs.resolve(draft, operation, ref(operation));
            case RETRY -> Repairs.retry(draft, operation, operation.effect());
            case SKIP -> Repairs.skip(draft, operation, ref(operation));
            case COMPENSATE -> compensate(draft, operation, ref(operation));
            case REPLAY, SET_VERSION, SHOW_VERSION, UNRECOGNISED -> throw new IllegalStateException("refused above");
        };
        if (problem != null) {
            return problem;
        }
        Advance.run(draft);
        return draft.accepted();
    }

    static void applied(Draft draft, Operation operation, @Nullable EffectRef ref) {
        draft.add(new SagaEvent.OperationApplied(
                operation.operationId(), operation.kind(), ref, operation.who(), operation.why()));
    }

    /** An ended saga takes one of its steps up again. */
    static void reopen(Draft draft, Operation operation, String step) {
        draft.add(new SagaEvent.CompensationRequested(step, operation.operationId(), operation.who(), operation.why()));
    }

    private static Decision.@Nullable Rejected undoAll(Draft draft, Operation operation, String reason) {
        Saga saga = draft.saga();
        Optional<Step> door = Pivot.passed(saga);
        if (saga.status().isEnded()) {
            return new Decision.Rejected(
                    Reason.SAGA_ENDED, "the saga has ended; a step that stayed committed can be compensated by itself");
        }
        if (saga.status() == SagaStatus.COMPENSATING) {
            return new Decision.Rejected(Reason.STALE_OPERATION, "the saga is being undone already");
        }
        if (door.isPresent()) {
            return new Decision.Rejected(
                    Reason.PIVOT_PASSED,
                    "step '" + door.get().name() + "' has happened, and after it there is no way back; "
                            + "the saga only goes forward");
        }
        applied(draft, operation, null);
        if (saga.isDeferred()) {
            draft.add(new SagaEvent.SagaEnded(SagaStatus.FAILED, reason, null));
        } else {
            draft.add(new SagaEvent.CompensationStarted(reason, null));
        }
        return null;
    }

    private static Decision.@Nullable Rejected compensate(Draft draft, Operation operation, EffectRef ref) {
        Saga saga = draft.saga();
        if (!saga.status().isEnded()) {
            return new Decision.Rejected(
                    Reason.NOT_ENDED, "the saga is still under way: cancel it, and all that was done is undone");
        }
        Step step = saga.step(ref.step()).orElse(null);
        Effect undo = step == null ? null : step.compensation();
        if (step != null && step.forward().status() == EffectStatus.COMPENSATED) {
            return new Decision.Rejected(Reason.STALE_OPERATION, "step '" + step.name() + "' is undone already");
        }
        if (step == null || undo == null || !step.isUndoable()) {
            return new Decision.Rejected(
                    Reason.NO_COMPENSATION,
                    "the saga has no committed step '" + ref.step() + "' with a compensation registered");
        }
        if (undo.progress().doubt()) {
            return Repairs.resolveFirst(EffectRef.compensation(step.name()));
        }
        EffectRef undoing = EffectRef.compensation(step.name());
        applied(draft, operation, undoing);
        reopen(draft, operation, step.name());
        Repairs.start(draft, undoing);
        return null;
    }

    private static EffectRef ref(Operation operation) {
        EffectRef ref = operation.effect();
        if (ref == null) {
            throw new IllegalStateException("refused by the validation");
        }
        return ref;
    }
}
