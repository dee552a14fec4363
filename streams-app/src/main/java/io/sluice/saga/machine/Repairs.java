package io.sluice.saga.machine;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Attempt;
import io.sluice.saga.Decision;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator may do about one effect that the machine cannot settle by itself. */
final class Repairs {

    private Repairs() {}

    /** The operator has found out what became of it. */
    static Decision.@Nullable Rejected resolve(Draft draft, Operation operation, EffectRef ref) {
        Effect effect = draft.saga().effect(ref);
        if (effect == null) {
            return unknown(draft, ref);
        }
        if (isDone(effect)) {
            return stale(ref, effect, "that stands; where it was done twice, skip it once the provider has it once");
        }
        Progress progress = effect.progress();
        boolean isOpenQuestion = effect.status() == EffectStatus.AMBIGUOUS
                || effect.escalated()
                || progress.accepted()
                || (progress.doubt() && !isCalled(progress));
        if (!isOpenQuestion) {
            return stale(ref, effect, "only an effect in doubt or one that a person was asked to look at is resolved");
        }
        return operation.resolution() == Resolution.COMMITTED
                ? committed(draft, operation, ref)
                : notCommitted(draft, operation, ref, effect);
    }

    private static Decision.@Nullable Rejected committed(Draft draft, Operation operation, EffectRef ref) {
        boolean ended = draft.saga().status().isEnded();
        Operations.applied(draft, operation, ref);
        if (ended && ref.direction() == Direction.COMPENSATION) {
            Operations.reopen(draft, operation, ref.step());
        }
        String reference = operation.externalRef() != null
                ? operation.externalRef()
                : draft.effect(ref).progress().externalRef();
        draft.add(new SagaEvent.EffectCommitted(ref, reference, ConfirmedBy.OPERATOR, null, draft.now()));
        Claiming.keepAct(draft, ref);
        if (draft.saga().status() == SagaStatus.ROLLED_BACK) {
            draft.add(new SagaEvent.SagaEnded(SagaStatus.FAILED, Reason.LATE_SUCCESS, null));
        }
        return null;
    }

    private static Decision.@Nullable Rejected notCommitted(
            Draft draft, Operation operation, EffectRef ref, Effect effect) {
        Progress progress = effect.progress();
        Instant settledAt = progress.settledAt();
        if (isCalled(progress)
                || (settledAt != null && lookedAt(draft, operation).isBefore(settledAt))) {
            return new Decision.Rejected(
                    Reason.NOT_SETTLED,
                    "a call of " + ref + " may still be under way until " + settledAt + "; look again after that");
        }
        Saga saga = draft.saga();
        boolean isFailed = effect.status() == EffectStatus.FAILED;
        boolean isHeardLate = isFailed && progress.doubt();
        if (isHeardLate && lookedAt(draft, operation).isBefore(effect.updatedAt())) {
            return stale(ref, effect, "an answer that came later says that it was done; look again");
        }
        if (isFailed && !isHeardLate && !saga.status().isEnded()) {
            return stale(ref, effect, "retry it or skip it");
        }
        Operations.applied(draft, operation, ref);
        String finding = operation.who() + " has found out that it was not done";
        if (isFailed) {
            failedIndeed(draft, ref, effect, finding);
            return null;
        }
        if (saga.status().isEnded()) {
            Operations.reopen(draft, operation, ref.step());
        }
        LookupRules.notCommitted(draft, ref, null, finding);
        return null;
    }

    /** When the operator found out; what comes in later says no more than what was to be seen then. */
    private static Instant lookedAt(Draft draft, Operation operation) {
        return operation.requestedAt().isBefore(draft.now()) ? operation.requestedAt() : draft.now();
    }

    /** A late answer had said that it was done after all: it stays failed for the reason it had, and is in doubt no more. */
    private static void failedIndeed(Draft draft, EffectRef ref, Effect effect, String finding) {
        String reason = effect.reason();
        if (effect.progress().doubt()) {
            draft.add(new SagaEvent.EffectReconciled(ref, SagaEvent.Reconciliation.NOT_COMMITTED, null, finding));
            draft.add(new SagaEvent.EffectFailed(ref, reason == null ? Reason.NOT_COMMITTED : reason, finding));
        }
    }

    /** The effect is tried anew with its own key; without an effect, the whole saga is taken up again. */
    static Decision.@Nullable Rejected retry(Draft draft, Operation operation, @Nullable EffectRef ref) {
        if (ref == null) {
            return liftQuarantine(draft, operation);
        }
        Saga saga = draft.saga();
        Effect effect = saga.effect(ref);
        if (effect == null) {
            return unknown(draft, ref);
        }
        boolean isForward = ref.direction() == Direction.FORWARD;
        if (isForward && saga.status().isEnded()) {
            return new Decision.Rejected(Reason.SAGA_ENDED, "the saga has ended; propose the act anew");
        }
        boolean isFailed = effect.status() == EffectStatus.FAILED;
        boolean isRolledBack = isForward && isFailed && saga.status() != SagaStatus.ACTIVE;
        boolean isStuck = effect.escalated() && effect.status().isUnresolved();
        if (isRolledBack || !(isFailed || isStuck)) {
            return stale(ref, effect, "there is nothing to retry");
        }
        if (effect.progress().doubt() && !Answers.canTell(draft, effect)) {
            return resolveFirst(ref);
        }
        Operations.applied(draft, operation, ref);
        if (saga.status().isEnded()) {
            Operations.reopen(draft, operation, ref.step());
        }
        start(draft, ref);
        return null;
    }

    /** Goes on with an effect whose budgets are full again, in the way that is safe for it. */
    static void start(Draft draft, EffectRef ref) {
        Effect effect = draft.effect(ref);
        Progress progress = effect.progress();
        if (progress.isMoving() || !effect.status().isUnresolved()) {
            return;
        }
        if (progress.doubt()) {
            Answers.inDoubt(draft, ref);
        } else if (progress.accepted()) {
            Attempts.scheduleLookupAt(draft, ref, Reason.RETRIED_BY_OPERATOR, draft.now());
        } else {
            Attempts.scheduleCallAt(draft, ref, Reason.RETRIED_BY_OPERATOR, draft.now());
        }
    }

    static boolean isLift(Operation operation) {
        return operation.kind() == OperationKind.RETRY && operation.effect() == null;
    }

    private static Decision.@Nullable Rejected liftQuarantine(Draft draft, Operation operation) {
        if (draft.saga().quarantine() == null) {
            return new Decision.Rejected(
                    Reason.STALE_OPERATION, "the saga is not in quarantine; to retry an effect, name it");
        }
        Operations.applied(draft, operation, null);
        draft.add(new SagaEvent.QuarantineLifted(operation.operationId()));
        Unheard.all(draft, "the saga was in quarantine while the attempt was under way");
        Deadlines.pass(draft);
        return null;
    }

    /** The effect is left as it is, and the saga goes on without it. */
    static Decision.@Nullable Rejected skip(Draft draft, Operation operation, EffectRef ref) {
        Saga saga = draft.saga();
        Effect effect = saga.effect(ref);
        if (effect == null) {
            return unknown(draft, ref);
        }
        Progress progress = effect.progress();
        if (progress.open() != null
                || progress.doubt()
                || progress.accepted()
                || effect.status() == EffectStatus.AMBIGUOUS) {
            return resolveFirst(ref);
        }
        boolean isForward = ref.direction() == Direction.FORWARD;
        boolean isAsked = effect.escalated();
        boolean isBeingUndone = !isForward && saga.status() == SagaStatus.COMPENSATING && !isDone(effect);
        if (!isAsked && !isBeingUndone) {
            return stale(ref, effect, "there is nothing to skip");
        }
        Operations.applied(draft, operation, ref);
        if (!isForward && !isDone(effect) && effect.status() != EffectStatus.FAILED) {
            draft.add(new SagaEvent.EffectFailed(ref, Reason.SKIPPED, operation.who() + " gave it up"));
        }
        return null;
    }

    private static boolean isDone(Effect effect) {
        return effect.status() == EffectStatus.COMMITTED || effect.status() == EffectStatus.COMPENSATED;
    }

    private static boolean isCalled(Progress progress) {
        Attempt open = progress.open();
        return open != null && open.kind() == AttemptKind.CALL;
    }

    static Decision.Rejected resolveFirst(EffectRef ref) {
        return new Decision.Rejected(
                Reason.RESOLVE_FIRST,
                "it is not known whether " + ref + " was done: find out at the provider and resolve it first");
    }

    private static Decision.Rejected unknown(Draft draft, EffectRef ref) {
        return draft.saga().status().isEnded()
                ? new Decision.Rejected(
                        Reason.SAGA_ENDED, "the saga has ended and nothing of " + ref + " is left to see to")
                : new Decision.Rejected(Reason.INVALID_OPERATION, "the saga has no " + ref);
    }

    private static Decision.Rejected stale(EffectRef ref, Effect effect, String advice) {
        String status = effect.status().name().toLowerCase(Locale.ROOT);
        return new Decision.Rejected(Reason.STALE_OPERATION, ref + " is " + status + ": " + advice);
    }
}
