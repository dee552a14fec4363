package io.sluice.saga;

import io.sluice.claim.ClaimKind;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only place where the state of a saga changes: the fold over its journal. */
public final class Evolver {

    private Evolver() {}

    /**
     * The state after {@code event}.
     *
     * @param saga the state before it; null before the first event
     * @param at when the event was recorded
     * @return null while no command was taken on
     */
    public static @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
        return switch (event) {
            case SagaEvent.SagaStarted started -> started(saga, started, at);
            case SagaEvent.SagaOpened opened -> opened(opened, at);
            case SagaEvent.CommandDeferred deferred -> deferred(deferred, at);
            case SagaEvent.InputRejected rejected -> saga == null ? null : saga.next(at);
            case SagaEvent.DryRunAnswered answered -> saga == null ? null : saga.next(at);
            default -> changed(known(saga, event), event, at).next(at);
        };
    }

    private static Saga known(@Nullable Saga saga, SagaEvent event) {
        if (saga == null) {
            throw new IllegalStateException(event.getClass().getSimpleName() + " before any command was taken on");
        }
        return saga;
    }

    private static Saga started(@Nullable Saga before, SagaEvent.SagaStarted event, Instant at) {
        List<Step> steps =
                event.steps().stream().map(planned -> step(planned, null, at)).toList();
        Saga planned = Saga.begun(event.sagaId(), event.command(), event.commandHash(), event.deadline(), at)
                .planned(event.definitionVersion(), steps);
        return before == null ? planned : planned.continuing(before);
    }

    private static Saga deferred(SagaEvent.CommandDeferred event, Instant at) {
        return Saga.begun(event.sagaId(), event.command(), event.commandHash(), event.deadline(), at)
                .withStatus(SagaStatus.PENDING, Reason.CATALOG_MISSING);
    }

    private static Saga opened(SagaEvent.SagaOpened event, Instant at) {
        return Saga.begun(event.sagaId(), event.command(), event.commandHash(), event.deadline(), at)
                .opened(event.runAt(), event.timeoutMs());
    }

    private static Step step(SagaEvent.PlannedStep planned, @Nullable AddedStep added, Instant at) {
        return new Step(
                planned.name(),
                added == null ? null : added.command().stepId(),
                added,
                planned.agentId(),
                planned.reversibility(),
                planned.compensationTool(),
                Effect.proposed(planned.sideEffectId(), planned.tool(), planned.idempotencyKey(), at),
                null,
                null);
    }

    private static Saga changed(Saga saga, SagaEvent event, Instant at) {
        return switch (event) {
            case SagaEvent.OfEffect ofEffect -> changedEffect(saga, ofEffect, at);
            case SagaEvent.EffectCompensated done -> compensated(saga, done, at);
            case SagaEvent.CompensationImpossible left -> impossible(saga, left, at);
            case SagaEvent.StepAdded added -> added(saga, added, at);
            case SagaEvent.CommitRequested requested ->
                closed(saga, requested.commandId(), SagaAction.COMMIT)
                        .withStatus(SagaStatus.ACTIVE, null)
                        .withDeadline(requested.deadline());
            case SagaEvent.RollBackRequested requested -> closed(saga, requested.commandId(), SagaAction.ROLL_BACK);
            case SagaEvent.CompensationStarted started -> compensating(saga, started, at);
            case SagaEvent.StepReached reached ->
                saga.withStep(stepOf(saga, reached.step()).withDeadline(reached.deadline()));
            case SagaEvent.ForwardResumed resumed -> saga.resumed();
            case SagaEvent.ClaimKept kept -> Claims.kept(saga, kept.claimId());
            case SagaEvent.ClaimReleased released -> Claims.without(saga, released.claimId());
            case SagaEvent.OperationApplied applied ->
                repaired(saga, applied, at).withOperation(applied.operationId());
            case SagaEvent.CompensationRequested requested ->
                saga.withUndo(new RequestedUndo(
                                requested.step(),
                                saga.status(),
                                saga.reason(),
                                requested.operationId(),
                                requested.who(),
                                requested.why()))
                        .withStatus(SagaStatus.COMPENSATING, saga.reason())
                        .withResult(null);
            case SagaEvent.SagaQuarantined quarantined ->
                saga.withQuarantine(quarantined.reason()).escalate();
            case SagaEvent.QuarantineLifted lifted -> saga.withQuarantine(null).withEscalationOfEffects();
            case SagaEvent.SagaEscalated escalated -> saga.escalate();
            case SagaEvent.SagaEnded ended -> {
                Saga over = saga.withStatus(ended.status(), ended.reason())
                        .withFailedStep(ended.failedStep())
                        .withEscalationOfEffects();
                yield over.withResult(Results.of(over, at));
            }
            case SagaEvent.CommandDuplicated duplicated -> saga;
            case SagaEvent.InputRejected rejected -> throw new IllegalStateException("handled above");
            case SagaEvent.DryRunAnswered answered -> throw new IllegalStateException("handled above");
            case SagaEvent.SagaStarted started -> throw new IllegalStateException("handled above");
            case SagaEvent.SagaOpened opened -> throw new IllegalStateException("handled above");
            case SagaEvent.CommandDeferred deferred -> throw new IllegalStateException("handled above");
        };
    }

    private static Saga added(Saga saga, SagaEvent.StepAdded event, Instant at) {
        List<Step> steps = new ArrayList<>(saga.steps());
        steps.add(step(event.step(), new AddedStep(event.command(), event.commandHash()), at));
        return saga.withSteps(steps);
    }

    private static Saga closed(Saga saga, String commandId, SagaAction how) {
        OpenSaga open = saga.open();
        if (open == null) {
            throw new IllegalStateException(saga.sagaId() + " was never open");
        }
        return saga.withOpen(new OpenSaga(open.runAt(), commandId, how));
    }

    /** What was only waiting for its first call is not called any more. */
    private static Saga compensating(Saga saga, SagaEvent.CompensationStarted started, Instant at) {
        List<Step> steps = saga.steps().stream()
                .map(step -> step.forward().status().isUnresolved()
                                || !step.forward().progress().isMoving()
                        ? step
                        : step.with(
                                Direction.FORWARD,
                                step.forward()
                                        .progress(step.forward().progress().waiting(null))
                                        .status(step.forward().status(), null, at)))
                .toList();
        return saga.withSteps(steps)
                .withStatus(SagaStatus.COMPENSATING, started.reason())
                .withFailedStep(started.failedStep());
    }

    private static Saga changedEffect(Saga saga, SagaEvent.OfEffect event, Instant at) {
        Step step = stepOf(saga, event.effect().step());
        if (event instanceof SagaEvent.AttemptStarted started && started.compensation() != null) {
            SagaEvent.RegisteredCompensation undo = started.compensation();
            step = step.with(
                    Direction.COMPENSATION,
                    Effect.proposed(undo.sideEffectId(), undo.tool(), undo.idempotencyKey(), at));
        }
        Effect effect = step.effect(event.effect().direction());
        if (effect == null) {
            throw new IllegalStateException("no " + event.effect() + " in " + saga.sagaId());
        }
        Saga changed = saga.withStep(step.with(event.effect().direction(), Effects.evolve(effect, event, at)));
        Saga next = asksForAgreement(event) ? withoutTurns(changed) : changed;
        return told(
                switch (event) {
                    case SagaEvent.EffectEscalated escalated -> next.escalate();
                    case SagaEvent.ApprovalRequested asked -> withoutChecks(next);
                    case SagaEvent.AttemptStarted started -> mayChange(effect, started) ? withoutChecks(next) : next;
                    case SagaEvent.OfClaim claim -> Claims.evolve(next, claim);
                    case SagaEvent.VersionFollowed followed -> Claims.patientAnew(next, followed.effect());
                    case SagaEvent.EffectCommitted committed ->
                        effect.escalated() ? next.withEscalationOfEffects() : next;
                    case SagaEvent.EffectFailed failed -> effect.escalated() ? next.withEscalationOfEffects() : next;
                    default -> next;
                },
                at);
    }

    private static boolean asksForAgreement(SagaEvent.OfEffect event) {
        return event instanceof SagaEvent.ApprovalRequested
                || (event instanceof SagaEvent.ClaimAsked asked && asked.claim().kind() == ClaimKind.GRANT);
    }

    /** Before anything is begun all has to be agreed to: what waits for its first call gives its turn up. */
    private static Saga withoutTurns(Saga saga) {
        boolean isBegun =
                saga.steps().stream().anyMatch(step -> step.forward().progress().attempts() > 0);
        return isBegun || saga.status() != SagaStatus.ACTIVE
                ? saga
                : saga.withSteps(saga.steps().stream()
                        .map(step -> step.with(Direction.FORWARD, step.forward().withoutTurn()))
                        .toList());
    }

    private static boolean mayChange(Effect effect, SagaEvent.AttemptStarted started) {
        return started.attempt().kind() == AttemptKind.CALL
                && !effect.tool().effectType().isPure();
    }

    /** A call may change a target, and nobody knows how long a reviewer takes: versions are asked for again afterwards. */
    private static Saga withoutChecks(Saga saga) {
        return saga.withSteps(saga.steps().stream()
                .map(step -> step.with(Direction.FORWARD, step.forward().unchecked()))
                .toList());
    }

    /** What is told of an ended saga keeps up with what happens to it afterwards. */
    private static Saga told(Saga saga, Instant at) {
        return saga.status().isEnded() ? saga.withResult(Results.of(saga, at)) : saga;
    }

    private static Saga repaired(Saga saga, SagaEvent.OperationApplied applied, Instant at) {
        EffectRef ref = applied.effect();
        Effect effect = ref == null ? null : saga.effect(ref);
        if (ref == null || effect == null) {
            return saga;
        }
        boolean isDone = effect.status() == EffectStatus.COMMITTED || effect.status() == EffectStatus.COMPENSATED;
        Effect repaired = switch (applied.kind()) {
            case RETRY -> effect.anew(at);
            case SKIP -> isDone ? effect.seenTo(at) : effect.skipped(at);
            case COMPENSATE -> effect.status() == EffectStatus.FAILED ? effect.anew(at) : effect.seenTo(at);
            case RESOLVE -> effect.seenTo(at).progress(effect.progress().anew());
            case CANCEL, ROLL_BACK, REPLAY, SET_VERSION, SHOW_VERSION, UNRECOGNISED -> effect;
        };
        Step step = stepOf(saga, ref.step()).with(ref.direction(), repaired);
        if (applied.kind() == OperationKind.RETRY && ref.direction() == Direction.FORWARD) {
            step = step.withDeadline(null);
        }
        boolean isToBeUndone = step.forward().status() == EffectStatus.COMMITTED;
        if (ref.direction() == Direction.COMPENSATION && !isDone && isToBeUndone) {
            String reason = applied.kind() == OperationKind.SKIP ? Reason.SKIPPED : null;
            step = step.with(
                    Direction.FORWARD, step.forward().status(step.forward().status(), reason, at));
        }
        return told(saga.withStep(step).withEscalationOfEffects(), at);
    }

    private static Saga compensated(Saga saga, SagaEvent.EffectCompensated done, Instant at) {
        Step step = stepOf(saga, done.step());
        Effect undo = step.compensation();
        Step undone = undo == null || done.reason() == null
                ? step
                : step.with(Direction.COMPENSATION, undo.status(undo.status(), done.reason(), at));
        return saga.withStep(
                undone.with(Direction.FORWARD, step.forward().status(EffectStatus.COMPENSATED, done.reason(), at)));
    }

    private static Saga impossible(Saga saga, SagaEvent.CompensationImpossible left, Instant at) {
        Step step = stepOf(saga, left.step());
        return saga.withStep(
                step.with(Direction.FORWARD, step.forward().status(EffectStatus.COMMITTED, left.reason(), at)));
    }

    private static Step stepOf(Saga saga, String name) {
        return saga.step(name).orElseThrow(() -> new IllegalStateException("no step " + name + " in " + saga.sagaId()));
    }
}
