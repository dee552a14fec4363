package io.sluice.saga;

import io.sluice.claim.Terms;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.OutcomeResult;
import java.time.Instant;

/** How events change one effect. */
final class Effects {

    /** The HTTP code that says of a request that nothing was made of it yet. */
    private static final int TOO_MANY_REQUESTS = 429;

    private Effects() {}

    static Effect evolve(Effect effect, SagaEvent.OfEffect event, Instant at) {
        return switch (event) {
            case SagaEvent.RequestRendered rendered -> effect.rendered(rendered.rendered());
            case SagaEvent.EffectPassedOver passed ->
                effect.progress(effect.progress().resolved()).status(effect.status(), passed.reason(), at);
            case SagaEvent.PolicyDecided decided ->
                throttled(
                        effect.status() == EffectStatus.PROPOSED
                                ? effect.status(EffectStatus.VALIDATED, null, at)
                                : effect,
                        decided);
            case SagaEvent.VersionReloaded reloaded -> effect.reloaded(reloaded.version(), reloaded.asks(), at);
            case SagaEvent.VersionLeft left -> effect.leaves(left.version());
            case SagaEvent.VersionFollowed followed ->
                effect.follows(followed.version(), followed.isOtherRequest(), at);
            case SagaEvent.ApprovalRequested asked ->
                effect.approval(asked.approval())
                        .progress(effect.progress().waiting(null))
                        .status(EffectStatus.APPROVAL_REQUIRED, null, at);
            case SagaEvent.ApprovalGranted granted -> granted(effect, granted, at);
            case SagaEvent.ApprovalRejected rejected -> effect.status(effect.status(), Reason.APPROVAL_REJECTED, at);
            case SagaEvent.ApprovalWithdrawn withdrawn -> effect.status(effect.status(), Reason.APPROVAL_WITHDRAWN, at);
            case SagaEvent.ApprovalExpired expired -> effect.status(effect.status(), Reason.APPROVAL_EXPIRED, at);
            case SagaEvent.PlaceAwaited awaited ->
                effect.progress(effect.progress().waiting(awaited.waiting()))
                        .status(effect.status(), effect.reason(), at);
            case SagaEvent.OfClaim claim -> Claims.evolve(effect, claim, at);
            case SagaEvent.AttemptStarted started -> attemptStarted(effect, started.attempt(), at);
            case SagaEvent.AttemptEnded ended -> attemptEnded(effect, ended, at);
            case SagaEvent.EffectReconciled reconciled -> reconciled(effect, reconciled, at);
            case SagaEvent.RetryScheduled retry ->
                effect.progress(effect.progress().scheduled(new Retry(retry.kind(), retry.dueAt())))
                        .status(effect.status(), retry.reason(), at);
            case SagaEvent.EffectCommitted committed ->
                effect.confirmed(new Confirmation(
                                committed.externalRef(),
                                committed.confirmedBy(),
                                committed.result(),
                                committed.endedAt()))
                        .progress(effect.progress().resolved())
                        .seenTo(at)
                        .status(EffectStatus.COMMITTED, null, at);
            case SagaEvent.EffectFailed failed ->
                settled(effect, failed, at)
                        .progress(effect.progress().resolved())
                        .status(EffectStatus.FAILED, failed.reason(), at);
            case SagaEvent.EffectAmbiguous ambiguous ->
                effect.progress(effect.progress().doubted(true)).status(EffectStatus.AMBIGUOUS, ambiguous.reason(), at);
            case SagaEvent.EffectEscalated escalated ->
                effect.progress(
                                escalated.reason().equals(Reason.LATE_SUCCESS)
                                        ? effect.progress().scheduled(null).doubted(true)
                                        : effect.progress().scheduled(null))
                        .escalated(at);
        };
    }

    private static Effect throttled(Effect effect, SagaEvent.PolicyDecided decided) {
        Terms terms = decided.throttle();
        return effect.throttle(terms == null ? null : new Throttle(decided.rule(), terms));
    }

    /** That it was not done settles what a person was asked; that it was not undone does not. */
    private static Effect settled(Effect effect, SagaEvent.EffectFailed failed, Instant at) {
        return failed.effect().direction() == Direction.FORWARD ? effect.seenTo(at) : effect;
    }

    private static Effect attemptStarted(Effect effect, Attempt attempt, Instant at) {
        Effect next = effect.progress(effect.progress().started(attempt));
        return attempt.kind() == AttemptKind.CALL ? next.unchecked().status(EffectStatus.STARTED, null, at) : next;
    }

    private static Effect attemptEnded(Effect effect, SagaEvent.AttemptEnded ended, Instant at) {
        Progress progress = effect.progress();
        Attempt open = progress.open();
        if (open == null || !open.intentId().equals(ended.intentId())) {
            return ended.kind() == AttemptKind.CALL
                    ? effect.progress(progress.heard(ended.result() == OutcomeResult.TERMINAL))
                    : effect;
        }
        return effect.progress(
                switch (ended.result()) {
                    case NOT_FIRED -> progress.neverFired(open, at);
                    case ACCEPTED -> progress.ended(ended.externalRef()).acceptedWork(at);
                    case TRANSIENT ->
                        (ended.httpStatus() == TOO_MANY_REQUESTS ? progress.refused(open) : progress)
                                .ended(ended.externalRef())
                                .putOff(at);
                    case TERMINAL -> progress.ended(ended.externalRef()).refused(open);
                    case UNKNOWN -> (ended.unheard() ? progress.unanswered() : progress).ended(ended.externalRef());
                    default -> progress.ended(ended.externalRef());
                });
    }

    private static Effect reconciled(Effect effect, SagaEvent.EffectReconciled reconciled, Instant at) {
        return reconciled.finding() == SagaEvent.Reconciliation.NOT_COMMITTED
                ? effect.progress(effect.progress().undone()).status(EffectStatus.STARTED, Reason.NOT_COMMITTED, at)
                : effect;
    }

    private static Effect granted(Effect effect, SagaEvent.ApprovalGranted granted, Instant at) {
        Approval approval = approvalOf(effect).grantedBy(granted.reviewerId(), granted.expiresAt());
        return effect.approval(approval)
                .status(approval.isGranted() ? EffectStatus.APPROVED : EffectStatus.APPROVAL_REQUIRED, null, at);
    }

    private static Approval approvalOf(Effect effect) {
        Approval approval = effect.approval();
        if (approval == null) {
            throw new IllegalStateException("a grant for an effect that asked for none: " + effect.sideEffectId());
        }
        return approval;
    }
}
