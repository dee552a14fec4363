package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.RenderedRequest;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Retry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a saga does next of its own accord, until it has to wait for something. */
final class Advance {

    private Advance() {}

    static void run(Draft draft) {
        do {
            while (step(draft)) {
                // each turn records at least one event; a saga has finitely many before it waits
            }
        } while (Claiming.release(draft)); // what one step leaves another may have waited for
    }

    private static boolean step(Draft draft) {
        return switch (draft.saga().status()) {
            case ACTIVE -> forward(draft);
            case COMPENSATING -> Rollback.step(draft);
            case PENDING -> OpenSagas.forward(draft);
            case COMMITTED, ROLLED_BACK, FAILED -> false;
        };
    }

    private static boolean forward(Draft draft) {
        Saga saga = draft.saga();
        Optional<Step> failed = failed(saga);
        if (failed.isPresent()) {
            return failed(draft, failed.get());
        }
        Optional<Step> current = saga.steps().stream().filter(Advance::isToDo).findFirst();
        if (current.isEmpty()) {
            boolean skipped = saga.steps().stream()
                    .map(Step::forward)
                    .anyMatch(effect -> effect.isPassedOver() && Reason.SKIPPED.equals(effect.reason()));
            draft.add(new SagaEvent.SagaEnded(SagaStatus.COMMITTED, skipped ? Reason.SKIPPED : null, null));
            return true;
        }
        return Deadlines.end(draft) || turn(draft, current.get());
    }

    /** It is this step's turn: it is ended, passed over, put off or moved on. */
    private static boolean turn(Draft draft, Step step) {
        EffectRef ref = EffectRef.forward(step.name());
        try {
            if (Turns.end(draft, step)) {
                return true;
            }
            if (isAwaitingApproval(draft.saga())) {
                return false;
            }
            return Turns.take(draft, step) || move(draft, ref);
        } catch (RenderingException e) {
            return cannotStart(draft, ref, e);
        }
    }

    /** What is missing ends a step that has not begun; one that has begun is dealt with when its next attempt is due. */
    private static boolean cannotStart(Draft draft, EffectRef ref, RenderingException e) {
        Progress progress = draft.effect(ref).progress();
        if (progress.attempts() > 0 || progress.isMoving()) {
            return move(draft, ref);
        }
        Permission.refuse(draft, ref, Reason.NOT_RENDERABLE, String.valueOf(e.getMessage()));
        return true;
    }

    /** The attempt that waited for a place has one, unless the time for it is over. */
    static void goOn(Draft draft, EffectRef ref, AttemptKind kind) {
        boolean isForward = draft.saga().status() == SagaStatus.ACTIVE && ref.direction() == Direction.FORWARD;
        try {
            if (isForward && Turns.end(draft, draft.step(ref.step()))) {
                return;
            }
        } catch (RenderingException e) {
            // then its time is not over for want of a way to look it up; the attempt says what is missing
        }
        start(draft, ref, kind);
    }

    /** Whether the way forward still leads over this step. */
    static boolean isToDo(Step step) {
        return step.forward().status() != EffectStatus.COMMITTED
                && !step.forward().isPassedOver();
    }

    /** The step that did not go through and that the saga cannot do without. */
    static Optional<Step> failed(Saga saga) {
        return saga.steps().stream()
                .filter(step -> step.forward().status() == EffectStatus.FAILED
                        && !step.forward().isPassedOver())
                .findFirst();
    }

    static boolean failed(Draft draft, Step step) {
        if (!Pivot.isPassed(draft.saga())) {
            draft.add(new SagaEvent.CompensationStarted(reasonOf(step.forward()), step.name()));
            return true;
        }
        if (step.forward().escalated()) {
            return false;
        }
        draft.add(new SagaEvent.EffectEscalated(
                EffectRef.forward(step.name()),
                Reason.FAILED_AFTER_PIVOT,
                "the saga cannot be undone any more and this step did not go through: " + reasonOf(step.forward())));
        return true;
    }

    /** Starts what may start now: the first call, or the attempt whose time has come. */
    static boolean move(Draft draft, EffectRef ref) {
        Effect effect = draft.effect(ref);
        Retry retry = effect.progress().retry();
        boolean waits = effect.progress().waiting() != null
                || effect.status() == EffectStatus.APPROVAL_REQUIRED
                || draft.saga().awaitsClaim(ref);
        if (effect.progress().open() != null || waits || effect.escalated()) {
            return false;
        }
        boolean mayStart =
                retry == null ? !effect.status().isUnresolved() : !retry.dueAt().isAfter(draft.now());
        if (!mayStart) {
            return false;
        }
        start(draft, ref, retry == null ? AttemptKind.CALL : retry.kind());
        return true;
    }

    /** Writes the intent, or records why there is none. */
    static void start(Draft draft, EffectRef ref, AttemptKind kind) {
        try {
            if (kind == AttemptKind.LOOKUP) {
                lookup(draft, ref);
            } else if (!Claiming.hasAll(draft, ref)) {
                claim(draft, ref);
            } else if (Flow.hasPlace(draft, ref, kind) && Permission.beforeIntent(draft, ref)) {
                callOrAsk(draft, ref);
            }
        } catch (RenderingException e) {
            Permission.refuse(draft, ref, Reason.NOT_RENDERABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Policy may have found only now that the effect has to wait its turn. */
    private static void callOrAsk(Draft draft, EffectRef ref) throws RenderingException {
        if (Claiming.hasAll(draft, ref)) {
            Attempts.call(draft, ref);
        } else {
            Claiming.ask(draft, ref);
        }
    }

    /** What may not happen competes for nothing; when the ledger has answered, permission is asked anew. */
    private static void claim(Draft draft, EffectRef ref) throws RenderingException {
        if (Permission.beforeIntent(draft, ref)) {
            Claiming.ask(draft, ref);
        }
    }

    private static void lookup(Draft draft, EffectRef ref) throws RenderingException {
        RenderedRequest request = Attempts.lookupRequest(draft, ref);
        if (request == null) {
            draft.add(new SagaEvent.EffectEscalated(
                    ref,
                    Reason.NO_WAY_TO_KNOW,
                    "its contract has no lookup that works without the provider's reference"));
        } else if (Flow.hasPlace(draft, ref, AttemptKind.LOOKUP)) {
            Attempts.lookup(draft, ref, request);
        }
    }

    /** Approvals and versions that could be asked for up front hold back the first effect; later ones only their own step. */
    private static boolean isAwaitingApproval(Saga saga) {
        boolean begun =
                saga.steps().stream().anyMatch(step -> step.forward().progress().attempts() > 0);
        return saga.steps().stream()
                .filter(Advance::isToDo)
                .limit(begun ? 1 : Long.MAX_VALUE)
                .anyMatch(step -> step.forward().status() == EffectStatus.APPROVAL_REQUIRED
                        || Grants.isAwaited(saga, step)
                        || VersionAsks.isAwaited(saga, step));
    }

    private static String reasonOf(Effect effect) {
        @Nullable String reason = effect.reason();
        return reason == null ? Reason.REFUSED_BY_PROVIDER : reason;
    }
}
