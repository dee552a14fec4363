package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.Terms;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import io.sluice.saga.TargetCheck;
import io.sluice.saga.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the claim ledger is asked for the version of a target: before anything is decided, and again before each call. What
 * undoes an effect, and what may have happened already, is not held up by it.
 */
final class VersionAsks {

    /** So long the ledger's word is good: as long as nothing has to be waited for. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The part of the time that an effect has waited for a place for which it goes by what it was told meanwhile. */
    private static final int WAITED_PART = 10;

    private VersionAsks() {}

    /** The version that the effect is for: the command's, or the one that was loaded since; null where any will do. */
    static @Nullable String expected(Command command, Effect effect) {
        TargetCheck check = effect.target();
        return check == null ? command.expectedVersion() : check.expected();
    }

    /** Whether the effect goes by the version of its target. */
    static boolean isWanted(Draft draft, EffectRef ref) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        Effect effect = draft.effect(ref);
        return ref.direction() == Direction.FORWARD
                && expected(command, effect) != null
                && !effect.tool().effectType().isPure()
                && !effect.progress().doubt();
    }

    /** Whether the version has to be asked for before a call. */
    static boolean isDue(Draft draft, EffectRef ref) {
        TargetCheck check = draft.effect(ref).target();
        Instant at = check == null ? null : check.checkedAt();
        boolean isFresh = at != null && at.plus(good(draft, ref, at)).isAfter(draft.now());
        return isWanted(draft, ref) && !isFresh;
    }

    /** The forward effects that no condition about the command passes over and that go by the version of their target. */
    static Stream<EffectRef> wanted(Draft draft) {
        return draft.saga().steps().stream()
                .filter(Advance::isToDo)
                .map(step -> EffectRef.forward(step.name()))
                .filter(ref -> isWanted(draft, ref) && !isPassedOver(draft, ref));
    }

    /** Those of them that have to ask. */
    static List<EffectRef> due(Draft draft) {
        return wanted(draft).filter(ref -> isDue(draft, ref)).toList();
    }

    /** Asks before any of the saga's effects is decided; false where there is nothing to ask. */
    static boolean askFirst(Draft draft) {
        Optional<EffectRef> first = due(draft).stream().findFirst(); // they are all of one command, for one target
        first.ifPresent(ref -> ask(draft, ref));
        return first.isPresent();
    }

    /** Asks before the effect is decided; false where there is nothing to ask. */
    static boolean askFirst(Draft draft, EffectRef ref) {
        if (!isDue(draft, ref)) {
            return false;
        }
        ask(draft, ref);
        return true;
    }

    /** Asks before the first effect of a saga whose steps were decided one by one. */
    static void askAll(Draft draft) {
        boolean isBegun =
                draft.saga().effects().anyMatch(effect -> effect.progress().attempts() > 0);
        if (!isBegun) {
            due(draft).forEach(ref -> ask(draft, ref));
        }
    }

    static void ask(Draft draft, EffectRef ref) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        String id = command.targetId();
        if (id == null || isAwaited(draft.saga(), draft.step(ref.step()))) {
            return;
        }
        draft.add(new SagaEvent.ClaimAsked(
                ref,
                new Claim(
                        draft.saga().sagaId() + "@" + (draft.saga().sequence() + 1),
                        ClaimKeys.version(command.tenantId(), command.targetType(), id),
                        ClaimKind.VERSION,
                        VersionWords.subject(command),
                        Terms.ALONE,
                        ref,
                        Claim.State.ASKED,
                        null,
                        Claiming.unansweredAt(draft),
                        null,
                        false)));
    }

    /** What the owner says may still be on its way: it is asked for again, at growing intervals, for a while. */
    static boolean askLater(Draft draft, Claim claim) {
        Duration patience = Duration.between(draft.now(), Claiming.unansweredAt(draft));
        Instant until = claim.until() == null ? draft.now().plus(patience) : claim.until();
        if (!until.isAfter(draft.now())) {
            return false;
        }
        Duration waited = Duration.between(until.minus(patience), draft.now());
        Duration base = draft.limits().backoffBase();
        Instant next = draft.now().plus(waited.compareTo(base) > 0 ? waited : base);
        draft.add(new SagaEvent.ClaimQueued(
                claim.effect(), claim.claimId(), until, next.isBefore(until) ? next : until, Reason.VERSION_UNKNOWN));
        return true;
    }

    /** Whether the step waits to hear which version its target has. */
    static boolean isAwaited(Saga saga, Step step) {
        return saga.claims().stream()
                .anyMatch(claim ->
                        claim.kind() == ClaimKind.VERSION && claim.effect().equals(EffectRef.forward(step.name())));
    }

    /** Whether the ledger's word has waited for so long that it says nothing of now: it is asked again in its time. */
    static boolean isTooOld(ClaimAnswer answer, Instant now) {
        Instant until = answer.until();
        return answer.result() == ClaimAnswer.Result.TOLD && until != null && until.isBefore(now);
    }

    /**
     * How long the ledger's word counts. Where places come so slowly that it has grown old again when one is there, it counts
     * for a part of the time waited, so that it suffices in the end.
     */
    private static Duration good(Draft draft, EffectRef ref, Instant at) {
        Waiting waiting = draft.effect(ref).progress().waiting();
        Duration part = waiting == null
                ? Duration.ZERO
                : Duration.between(waiting.since(), at).dividedBy(WAITED_PART);
        Duration longest = draft.limits().claimLease();
        Duration good = part.compareTo(longest) < 0 ? part : longest;
        return good.compareTo(FRESH) > 0 ? good : FRESH;
    }

    private static boolean isPassedOver(Draft draft, EffectRef ref) {
        try {
            return Turns.isPassedOverAtOnce(draft, draft.step(ref.step()));
        } catch (RenderingException e) {
            return false; // what is missing is told when it is the step's turn
        }
    }
}
