package io.sluice.saga;

import io.sluice.claim.ClaimKind;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** How events change what a saga claims, and the effect that claims it. */
final class Claims {

    private Claims() {}

    static Saga evolve(Saga saga, SagaEvent.OfClaim event) {
        return switch (event) {
            case SagaEvent.ClaimAsked asked -> {
                List<Claim> others = others(saga, asked.claimId());
                others.add(asked.claim());
                yield saga.withClaims(others);
            }
            case SagaEvent.ClaimQueued queued ->
                changed(
                        saga,
                        queued.claimId(),
                        claim -> claim.answered(Claim.State.QUEUED, queued.until(), queued.askAt()));
            case SagaEvent.ClaimHeld held ->
                changed(saga, held.claimId(), claim -> claim.answered(Claim.State.HELD, held.until(), held.askAt()));
            case SagaEvent.GrantUsed used -> without(saga, used.claimId());
            case SagaEvent.VersionChecked checked -> without(saga, checked.claimId());
            case SagaEvent.ClaimRefused refused -> without(saga, refused.claimId());
        };
    }

    /** A call that waits for a place and has lost what it claimed gives its turn up; it is due as soon as the claims are held. */
    static Effect evolve(Effect effect, SagaEvent.OfClaim event, Instant at) {
        return switch (event) {
            case SagaEvent.ClaimAsked asked ->
                losesTurn(effect, asked.claim())
                        ? effect.progress(effect.progress().scheduled(new Retry(AttemptKind.CALL, at)))
                        : effect;
            case SagaEvent.ClaimQueued queued ->
                isToStart(effect) ? effect.status(effect.status(), queued.reason(), at) : effect;
            case SagaEvent.ClaimHeld held -> isQueued(effect) ? effect.status(effect.status(), null, at) : effect;
            case SagaEvent.GrantUsed used -> effect.approval(used.approval()).status(EffectStatus.APPROVED, null, at);
            case SagaEvent.VersionChecked checked -> checked(effect, checked, at);
            case SagaEvent.ClaimRefused refused ->
                refused.duplicateOf() == null ? effect : effect.duplicateOf(refused.duplicateOf());
        };
    }

    private static Effect checked(Effect effect, SagaEvent.VersionChecked checked, Instant at) {
        TargetCheck before = effect.target();
        TargetCheck check = before == null ? TargetCheck.of(checked.expected()) : before;
        Effect next = effect.target(check.told(checked.known(), checked.passes() ? at : null));
        return isQueued(effect) ? next.status(effect.status(), null, at) : next;
    }

    /** Who only asks for the version of its target is passed over until it is told, and keeps its turn. */
    private static boolean losesTurn(Effect effect, Claim claim) {
        Waiting waiting = effect.progress().waiting();
        return waiting != null
                && waiting.kind() == AttemptKind.CALL
                && claim.kind() != ClaimKind.VERSION
                && claim.state() == Claim.State.ASKED;
    }

    private static boolean isToStart(Effect effect) {
        return switch (effect.status()) {
            case PROPOSED, VALIDATED, APPROVED -> true;
            case APPROVAL_REQUIRED, STARTED, COMMITTED, FAILED, AMBIGUOUS, COMPENSATED -> false;
        };
    }

    private static boolean isQueued(Effect effect) {
        String reason = effect.reason();
        return Reason.THROTTLED.equals(reason)
                || Reason.TARGET_HELD.equals(reason)
                || Reason.VERSION_UNKNOWN.equals(reason);
    }

    /** It waits for another word of the owner's from now on, and as long for that as for the first. */
    static Saga patientAnew(Saga saga, EffectRef ref) {
        return saga.withClaims(saga.claims().stream()
                .map(claim ->
                        claim.kind() == ClaimKind.VERSION && claim.effect().equals(ref) ? claim.patientAnew() : claim)
                .toList());
    }

    static Saga kept(Saga saga, String claimId) {
        return changed(saga, claimId, Claim::kept);
    }

    static Saga without(Saga saga, String claimId) {
        return saga.withClaims(others(saga, claimId));
    }

    private static List<Claim> others(Saga saga, String claimId) {
        List<Claim> others = new ArrayList<>(saga.claims());
        others.removeIf(claim -> claim.claimId().equals(claimId));
        return others;
    }

    private static Saga changed(Saga saga, String claimId, UnaryOperator<Claim> change) {
        return saga.withClaims(saga.claims().stream()
                .map(claim -> claim.claimId().equals(claimId) ? change.apply(claim) : claim)
                .toList());
    }
}
