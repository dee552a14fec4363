package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.catalog.VersionRules;
import io.sluice.catalog.VersionRules.OnStale;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.TargetVersion;
import io.sluice.claim.Terms;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import io.sluice.saga.TargetCheck;
import io.sluice.saga.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command still fits its target: the claim ledger is asked for the target's version before anything is decided, and
 * again before each call. What undoes an effect, and what may have happened already, is not held up by it.
 */
final class TargetVersions {

    /** So long the ledger's word is good: as long as nothing has to be waited for. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The part of the time that an effect has waited for a place for which it goes by what it was told meanwhile. */
    private static final int WAITED_PART = 10;

    private TargetVersions() {}

    /** The version that the effect is for: the command's, or the one that was loaded since; null where any will do. */
    static @Nullable String expected(Command command, Effect effect) {
        TargetCheck check = effect.target();
        return check == null ? command.expectedVersion() : check.expected();
    }

    /** Why the effect may not happen, where its contract wants a version and the command names none. */
    static Optional<String> missing(Draft draft, EffectRef ref) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        return command.expectedVersion() == null && rules(draft, ref).required()
                ? Optional.of("tool '" + draft.effect(ref).tool().name()
                        + "' is used only on a version of its target that the command names: give target_id and"
                        + " expected_version")
                : Optional.empty();
    }

    /** Asks before any of the saga's effects is decided; false where there is nothing to ask. */
    static boolean askFirst(Draft draft) {
        Optional<EffectRef> first = draft.saga().steps().stream()
                .map(step -> EffectRef.forward(step.name()))
                .filter(ref -> isDue(draft, ref) && !isPassedOver(draft, ref))
                .findFirst();
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

    /** Whether the version has to be asked for before a call. */
    static boolean isDue(Draft draft, EffectRef ref) {
        TargetCheck check = draft.effect(ref).target();
        Instant at = check == null ? null : check.checkedAt();
        boolean isFresh = at != null && at.plus(good(draft, ref, at)).isAfter(draft.now());
        return isWanted(draft, ref) && !isFresh;
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

    static void ask(Draft draft, EffectRef ref) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        String id = command.targetId();
        if (id == null || isAwaited(draft.saga(), draft.step(ref.step()))) {
            return;
        }
        String type = command.targetType();
        draft.add(new SagaEvent.ClaimAsked(
                ref,
                new Claim(
                        draft.saga().sagaId() + "@" + (draft.saga().sequence() + 1),
                        ClaimKeys.version(command.tenantId(), type, id),
                        ClaimKind.VERSION,
                        subject(draft, ref),
                        Terms.ALONE,
                        ref,
                        Claim.State.ASKED,
                        null,
                        Claiming.unansweredAt(draft),
                        null)));
    }

    /** Whether the step waits to hear which version its target has. */
    static boolean isAwaited(Saga saga, Step step) {
        return saga.claims().stream()
                .anyMatch(claim ->
                        claim.kind() == ClaimKind.VERSION && claim.effect().equals(EffectRef.forward(step.name())));
    }

    /** Whether a person has to agree, though policy may not ask for it. */
    static boolean asks(Draft draft, EffectRef ref) {
        TargetCheck check = draft.effect(ref).target();
        return check != null && check.asks();
    }

    /** Whether the ledger's word has waited for so long that it says nothing of now: it is asked again in its time. */
    static boolean isTooOld(ClaimAnswer answer, Instant now) {
        Instant until = answer.until();
        return answer.result() == ClaimAnswer.Result.TOLD && until != null && until.isBefore(now);
    }

    /** The ledger has told which version the target has. */
    static void told(Draft draft, Claim claim, ClaimAnswer answer) {
        EffectRef ref = claim.effect();
        Effect effect = draft.effect(ref);
        String expected = expected(draft.saga().commandOf(draft.step(ref.step())), effect);
        String known = answer.target() == null ? null : answer.target().version();
        if (expected == null) {
            throw new IllegalStateException("a version was asked for that nobody expects");
        }
        if (!isHeard(draft, ref, expected, known) && waits(draft, claim)) {
            return;
        }
        boolean isFirst = effect.status() == EffectStatus.PROPOSED;
        settle(draft, ref, claim.claimId(), expected, known, isFirst);
        if (isFirst && draft.effect(ref).status() == EffectStatus.PROPOSED) {
            Permission.proposeAll(draft);
        }
    }

    /** A dry run: as if the ledger had told it of every step of the command that is still to be decided, and for good. */
    static void assume(Draft draft, Command command, @Nullable String known) {
        for (Step step : draft.saga().steps()) {
            EffectRef ref = EffectRef.forward(step.name());
            String expected = expected(draft.saga().commandOf(step), step.forward());
            boolean isOpen = step.forward().status() == EffectStatus.PROPOSED
                    && draft.saga().commandOf(step).equals(command)
                    && !isPassedOver(draft, ref);
            if (isOpen && expected != null && isDue(draft, ref)) {
                settle(draft, ref, claimOf(draft.saga(), ref), expected, known, false);
            }
        }
    }

    private static String claimOf(Saga saga, EffectRef ref) {
        return saga.claims().stream()
                .filter(claim ->
                        claim.kind() == ClaimKind.VERSION && claim.effect().equals(ref))
                .map(Claim::claimId)
                .findFirst()
                .orElse("");
    }

    private static boolean isHeard(Draft draft, EffectRef ref, String expected, @Nullable String known) {
        return known == null ? rules(draft, ref).unknownAllowed() : !TargetVersion.isBefore(known, expected);
    }

    /** Records what is known of the version, and what follows from it. */
    private static void settle(
            Draft draft, EffectRef ref, String claimId, String expected, @Nullable String known, boolean isFirst) {
        boolean isHeard = isHeard(draft, ref, expected, known);
        boolean passes = isHeard && (known == null || TargetVersion.isSame(known, expected));
        draft.add(new SagaEvent.VersionChecked(ref, claimId, expected, known, passes));
        if (!isHeard) {
            Permission.refuse(draft, ref, Reason.VERSION_UNKNOWN, unheard(subject(draft, ref), expected, known));
        } else if (!passes && known != null) {
            stale(draft, ref, known, isFirst);
        }
    }

    private static String subject(Draft draft, EffectRef ref) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        return "the version of " + TargetVersion.subject(command.targetType(), String.valueOf(command.targetId()));
    }

    /** What the owner says may still be on its way: it is asked for again, at growing intervals, for a while. */
    private static boolean waits(Draft draft, Claim claim) {
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

    /** What was called once is not changed any more, so that one key stands for one request. */
    private static void stale(Draft draft, EffectRef ref, String known, boolean isFirst) {
        OnStale onStale = onStale(draft, ref);
        if (onStale == OnStale.REJECT || draft.effect(ref).progress().callsEver() > 0) {
            refuse(draft, ref, known);
            return;
        }
        if (isFirst && refuseOthers(draft, ref, known)) {
            return;
        }
        draft.add(new SagaEvent.VersionReloaded(ref, known, onStale == OnStale.ASK));
        if (!isFirst) {
            Permission.propose(draft, ref);
        }
    }

    /** Another step of the same command may not go on with another version: then none begins. */
    private static boolean refuseOthers(Draft draft, EffectRef told, String known) {
        Command command = draft.saga().commandOf(draft.step(told.step()));
        Optional<EffectRef> strict = draft.saga().steps().stream()
                .filter(step -> draft.saga().commandOf(step).equals(command))
                .map(step -> EffectRef.forward(step.name()))
                .filter(ref -> !ref.equals(told) && isDue(draft, ref) && !isPassedOver(draft, ref))
                .filter(ref -> onStale(draft, ref) == OnStale.REJECT)
                .findFirst();
        strict.ifPresent(ref -> refuse(draft, ref, known));
        return strict.isPresent();
    }

    private static void refuse(Draft draft, EffectRef ref, String known) {
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        String why = "it was made for version " + expected(command, draft.effect(ref)) + ", but " + subject(draft, ref)
                + " is " + known;
        Progress progress = draft.effect(ref).progress();
        // A provider that was unavailable may have done the work after all, and that may be what changed the target.
        if (progress.callsEver() > 0 && progress.lookups() == 0) {
            Answers.findOut(draft, ref, Reason.STALE, why);
        } else {
            Permission.refuse(draft, ref, Reason.STALE, why + "; look at the target again and propose it anew");
        }
    }

    private static String unheard(String subject, String expected, @Nullable String known) {
        return known == null
                ? "it is for version " + expected + ", but nobody has told " + subject
                        + ": its owner says it on the topic domain-events, or the contract allows it with"
                        + " expected_version: {on_unknown: allow}"
                : "it is for version " + expected + ", but " + subject + " is " + known
                        + " as far as its owner has told on the topic domain-events";
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

    private static boolean isPassedOver(Draft draft, EffectRef ref) {
        try {
            return Turns.isPassedOverAtOnce(draft, draft.step(ref.step()));
        } catch (RenderingException e) {
            return false; // what is missing is told when it is the step's turn
        }
    }

    private static OnStale onStale(Draft draft, EffectRef ref) {
        try {
            StepDefinition definition = Rendering.definition(draft, draft.step(ref.step()));
            OnStale ofStep = definition == null ? null : definition.onStale();
            return ofStep == null ? rules(draft, ref).onStale() : ofStep;
        } catch (RenderingException e) {
            return OnStale.REJECT;
        }
    }

    private static VersionRules rules(Draft draft, EffectRef ref) {
        try {
            return Rendering.contract(
                            draft.context().catalog(), draft.effect(ref).tool())
                    .versions();
        } catch (RenderingException e) {
            return VersionRules.USUAL;
        }
    }
}
