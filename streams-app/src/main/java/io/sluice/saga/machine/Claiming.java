package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Claim;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Retry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a saga does with the claim ledger: asks for what an effect competes for, one thing after the other, waits, asks again
 * while it needs it, and gives it back.
 */
final class Claiming {

    /** So much of a lease passes before an ask without an answer is repeated. */
    private static final int UNANSWERED_PART = 10;

    private Claiming() {}

    /** Whether the effect has all it needs, for as long as an intent written now may start a call. */
    static boolean hasAll(Draft draft, EffectRef ref) throws RenderingException {
        return missing(draft, ref).isEmpty() && !VersionAsks.isDue(draft, ref);
    }

    /** Asks for the first thing that is missing; last of all for the target's version, which may change meanwhile. */
    static void ask(Draft draft, EffectRef ref) throws RenderingException {
        missing(draft, ref).ifPresentOrElse(need -> ask(draft, ref, need), () -> VersionAsks.ask(draft, ref));
    }

    /**
     * The ledger has answered. An answer about a claim that is over means nothing: it may have been used or kept, and what was
     * given back was given back behind all asks for it.
     */
    static Decision answered(Saga saga, ClaimAnswer answer, Context context) {
        Optional<Claim> claim = saga.claim(answer.claimId());
        if (claim.isEmpty()) {
            return new Decision.Rejected(
                    Reason.STALE_CLAIM, "the saga does not wait for claim " + answer.claimId() + " any more");
        }
        if (VersionAsks.isTooOld(answer, context.now())) {
            return new Decision.Rejected(
                    Reason.STALE_CLAIM,
                    "what was told of " + claim.get().subject() + " may have changed; it is asked for again");
        }
        Draft draft = new Draft(saga, context);
        switch (claim.get().kind()) {
            case GRANT -> Grants.answered(draft, claim.get(), answer);
            case VERSION -> TargetVersions.told(draft, claim.get(), answer);
            case TARGET, LIMIT, BUSINESS_KEY -> record(draft, claim.get(), answer);
        }
        Advance.run(draft);
        return draft.accepted();
    }

    /** Asks again for what is needed for longer, or was never answered. */
    static void renew(Draft draft) {
        for (Claim claim : draft.saga().claims()) {
            if (!claim.askAt().isAfter(draft.now())) {
                askAgain(draft, claim);
            }
        }
    }

    /** Gives back what is not needed any more; whether there was anything. */
    static boolean release(Draft draft) {
        boolean released = false;
        for (Claim claim : draft.saga().claims()) {
            if (!isNeeded(draft.saga(), claim)) {
                draft.add(
                        claim.keepsAct(draft.saga())
                                ? new SagaEvent.ClaimKept(claim.claimId(), claim.key())
                                : claim.release(draft.saga()));
                released = true;
            }
        }
        return released;
    }

    /** It turns out that an act was done which the saga had given up: others are kept from doing it again, or a person hears. */
    static void keepAct(Draft draft, EffectRef ref) {
        if (ref.direction() == Direction.COMPENSATION) {
            return;
        }
        try {
            Needs.act(draft, ref)
                    .filter(act -> claimed(draft, ref, act).isEmpty())
                    .ifPresent(act -> ask(draft, ref, act));
        } catch (RenderingException e) {
            // without its contract nobody can do the act
        }
    }

    private static Optional<Needs> missing(Draft draft, EffectRef ref) throws RenderingException {
        Instant until = draft.now()
                .plus(draft.limits().intentValidity())
                .plus(draft.limits().clockMargin());
        return Needs.of(draft, ref).stream()
                .filter(need -> claimed(draft, ref, need)
                        .filter(claim -> claim.isHeldUntil(until))
                        .isEmpty())
                .findFirst();
    }

    private static Optional<Claim> claimed(Draft draft, EffectRef ref, Needs need) {
        return draft.saga().claims().stream()
                .filter(claim -> claim.key().equals(need.key()) && claim.isFor(ref))
                .findFirst();
    }

    private static void ask(Draft draft, EffectRef ref, Needs need) {
        Optional<Claim> known = claimed(draft, ref, need);
        if (known.isPresent()) {
            draft.add(new SagaEvent.ClaimAsked(ref, known.get().askedAgainFor(ref, unansweredAt(draft))));
            return;
        }
        draft.add(new SagaEvent.ClaimAsked(
                ref,
                new Claim(
                        draft.saga().sagaId() + "@" + (draft.saga().sequence() + 1),
                        need.key(),
                        need.kind(),
                        need.subject(),
                        need.terms(),
                        ref,
                        Claim.State.ASKED,
                        null,
                        unansweredAt(draft),
                        null,
                        false)));
    }

    private static void askAgain(Draft draft, Claim claim) {
        boolean isOver = !claim.isHeldUntil(draft.now().plus(draft.limits().clockMargin()));
        draft.add(new SagaEvent.ClaimAsked(
                claim.effect(),
                isOver && claim.state() == Claim.State.HELD
                        ? claim.askedAgainFor(claim.effect(), unansweredAt(draft))
                        : claim.askedAgain(unansweredAt(draft))));
    }

    private static void record(Draft draft, Claim claim, ClaimAnswer answer) {
        Instant until = answer.until() == null ? draft.now() : answer.until();
        Instant middle = draft.now().plus(Duration.between(draft.now(), until).dividedBy(2));
        Instant askAt = middle.isAfter(unansweredAt(draft)) ? middle : unansweredAt(draft);
        switch (answer.result()) {
            case HELD -> draft.add(new SagaEvent.ClaimHeld(claim.effect(), claim.claimId(), until, askAt));
            case QUEUED ->
                draft.add(new SagaEvent.ClaimQueued(
                        claim.effect(),
                        claim.claimId(),
                        until,
                        askAt,
                        claim.kind() == ClaimKind.TARGET ? Reason.TARGET_HELD : Reason.THROTTLED));
            case REFUSED -> refused(draft, claim, answer);
            case TOLD -> throw new IllegalStateException("nothing was asked about a version");
        }
    }

    /**
     * What another saga does already is not done again. Where too many wait, the effect comes back later, and nothing is given
     * up for that. What is looked up, or left to a person, asks again when it comes to a call.
     */
    private static void refused(Draft draft, Claim claim, ClaimAnswer answer) {
        String reason = answer.reason() == null ? Reason.THROTTLED : answer.reason();
        over(draft, claim, reason, answer);
        Effect effect = draft.effect(claim.effect());
        boolean isFreeSoon = reason.equals(Reason.NOT_FREE_YET);
        if (claim.keepsAct(draft.saga()) && isSettled(effect) && !isFreeSoon) {
            String twice = "it was done, and " + answer.explanation();
            draft.add(new SagaEvent.EffectEscalated(claim.effect(), Reason.DONE_TWICE, twice));
        }
        if (!isToBeCalled(effect)) {
            return;
        }
        if (claim.kind() == ClaimKind.BUSINESS_KEY && !isFreeSoon) {
            Permission.refuse(draft, claim.effect(), Reason.DUPLICATE, String.valueOf(answer.explanation()));
        } else {
            Attempts.scheduleCallAt(draft, claim.effect(), reason, later(draft, effect, reason));
        }
    }

    /** Whether a call is what comes next of its own accord. */
    private static boolean isToBeCalled(Effect effect) {
        Progress progress = effect.progress();
        return !isSettled(effect)
                && effect.status() != EffectStatus.APPROVAL_REQUIRED
                && !effect.escalated()
                && progress.open() == null
                && progress.nextKind() == AttemptKind.CALL;
    }

    /** Whoever is turned away again waits twice as long as before. */
    private static Instant later(Draft draft, Effect effect, String reason) {
        Duration waited =
                reason.equals(effect.reason()) ? Duration.between(effect.updatedAt(), draft.now()) : Duration.ZERO;
        Duration wait = Stream.of(waited.multipliedBy(2), draft.limits().lookupMax())
                .min(Duration::compareTo)
                .filter(grown -> grown.compareTo(draft.limits().overloadedRetry()) > 0)
                .orElse(draft.limits().overloadedRetry());
        Instant soon = draft.now().plus(wait);
        Retry scheduled = effect.progress().retry();
        return scheduled != null && scheduled.dueAt().isAfter(soon) ? scheduled.dueAt() : soon;
    }

    /** It may have been asked for again before the refusal was heard, and that may be granted: so it is given back too. */
    static void over(Draft draft, Claim claim, String reason, ClaimAnswer answer) {
        draft.add(new SagaEvent.ClaimRefused(
                claim.effect(), claim.claimId(), reason, String.valueOf(answer.explanation()), answer.duplicateOf()));
        draft.add(claim.release(draft.saga()));
    }

    /**
     * A target is held to the end of the saga, a business act that may have been done too, a place under a limit until its effect has ended or a person has to act. Who
     * only waits leaves the queue where the effect is not to happen any more; a rollback waits for nothing.
     */
    private static boolean isNeeded(Saga saga, Claim claim) {
        Effect effect = saga.effect(claim.effect());
        boolean isEnded = saga.status().isEnded();
        boolean isHeld = claim.state() == Claim.State.HELD;
        if (claim.keepsAct(saga)) {
            return !(isEnded && isHeld);
        }
        if (isEnded || saga.quarantine() != null || effect == null) {
            return false;
        }
        if (claim.kind() == ClaimKind.TARGET && (isHeld || isToBeHadAgain(claim))) {
            return true;
        }
        boolean isInTheWay = effect.progress().attempts() == 0 || claim.state() == Claim.State.QUEUED;
        return !isSettled(effect)
                && !effect.escalated()
                && effect.status() != EffectStatus.APPROVAL_REQUIRED
                && !(saga.status() == SagaStatus.COMPENSATING && isInTheWay);
    }

    /** It was held, and its lease may be over: it is asked for again. */
    private static boolean isToBeHadAgain(Claim claim) {
        return claim.state() == Claim.State.ASKED && claim.until() != null;
    }

    private static boolean isSettled(Effect effect) {
        return effect.isPassedOver()
                || switch (effect.status()) {
                    case COMMITTED, FAILED, COMPENSATED -> true;
                    case PROPOSED, VALIDATED, APPROVAL_REQUIRED, APPROVED, STARTED, AMBIGUOUS -> false;
                };
    }

    static Instant unansweredAt(Draft draft) {
        return draft.now().plus(lease(draft).dividedBy(UNANSWERED_PART));
    }

    private static Duration lease(Draft draft) {
        return draft.limits().claimLease();
    }
}
