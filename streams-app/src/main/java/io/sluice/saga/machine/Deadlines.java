package io.sluice.saga.machine;

import io.sluice.effect.EffectStatus;
import io.sluice.saga.Approval;
import io.sluice.saga.Attempt;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What has become due: the saga's own deadline, approvals, attempts without an answer, and scheduled attempts. */
final class Deadlines {

    private Deadlines() {}

    static Decision due(Saga saga, Context context) {
        Draft draft = new Draft(saga, context);
        pass(draft);
        Advance.run(draft);
        return draft.isEmpty()
                ? new Decision.Rejected(Reason.NOTHING_DUE, "nothing is due at " + context.now())
                : draft.accepted();
    }

    /** Records what the passing of time has ended. */
    static void pass(Draft draft) {
        if (draft.saga().isDeferred()) {
            deferred(draft);
        } else {
            attempts(draft);
            approvals(draft);
            deadline(draft);
            Claiming.renew(draft);
        }
    }

    private static void deferred(Draft draft) {
        if (isPast(draft, draft.saga().deadline())) {
            draft.add(new SagaEvent.SagaEnded(SagaStatus.FAILED, Reason.TIMED_OUT, null));
        } else if (!draft.context().catalog().isEmpty()) {
            Proposals.planDeferred(draft);
        }
    }

    private static void attempts(Draft draft) {
        for (EffectRef ref : effects(draft.saga())) {
            Attempt open = draft.effect(ref).progress().open();
            if (open != null && isPast(draft, open.settledAt())) {
                Unheard.expire(draft, ref, open);
            }
        }
    }

    private static void approvals(Draft draft) {
        for (EffectRef ref : effects(draft.saga())) {
            Effect effect = draft.effect(ref);
            Approval approval = effect.approval();
            if (effect.status() == EffectStatus.APPROVAL_REQUIRED
                    && approval != null
                    && isPast(draft, approval.expiresAt())) {
                draft.add(new SagaEvent.ApprovalExpired(ref, approval.approvalId()));
                Permission.refuse(draft, ref, Reason.APPROVAL_EXPIRED, "nobody decided in time");
            }
        }
    }

    private static void deadline(Draft draft) {
        Saga saga = draft.saga();
        if (!end(draft) && saga.status() == SagaStatus.ACTIVE && isOver(draft)) {
            draft.add(new SagaEvent.SagaEscalated(
                    Reason.TIMED_OUT, "its deadline passed after the point of no return; it still goes forward"));
        }
    }

    /** Ends a saga whose time is over, whatever is read before its timer: nothing begins any more but what undoes it. */
    static boolean end(Draft draft) {
        Saga saga = draft.saga();
        boolean isStillToEnd = saga.isOpen() || (saga.status() == SagaStatus.ACTIVE && !Pivot.isPassed(saga));
        if (!isStillToEnd || !isOver(draft)) {
            return false;
        }
        draft.add(new SagaEvent.CompensationStarted(Reason.TIMED_OUT, saga.isOpen() ? null : unfinished(saga)));
        return true;
    }

    private static boolean isOver(Draft draft) {
        return isPast(draft, draft.saga().deadline()) && Schedule.deadlineMatters(draft.saga());
    }

    private static String unfinished(Saga saga) {
        return saga.steps().stream()
                .filter(Advance::isToDo)
                .map(Step::name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an active saga has an unfinished step"));
    }

    private static List<EffectRef> effects(Saga saga) {
        return saga.steps().stream()
                .flatMap(step -> step.compensation() == null
                        ? Stream.of(EffectRef.forward(step.name()))
                        : Stream.of(EffectRef.forward(step.name()), EffectRef.compensation(step.name())))
                .toList();
    }

    private static boolean isPast(Draft draft, Instant time) {
        return !time.isAfter(draft.now());
    }
}
