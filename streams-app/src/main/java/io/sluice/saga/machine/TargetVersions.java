package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.catalog.VersionRules;
import io.sluice.catalog.VersionRules.OnStale;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.TargetCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a command still fits its target, by what the claim ledger has told of the target's version. */
final class TargetVersions {

    private TargetVersions() {}

    /** Why the effect may not happen, where its contract wants a version and the command names none. */
    static Optional<String> missing(Draft draft, EffectRef ref) {
        return command(draft, ref).expectedVersion() == null
                        && rules(draft, ref).required()
                ? Optional.of(VersionWords.unnamed(draft.effect(ref).tool().name()))
                : Optional.empty();
    }

    /** Whether a person has to agree, though policy may not ask for it. */
    static boolean asks(Draft draft, EffectRef ref) {
        TargetCheck check = draft.effect(ref).target();
        return check != null && check.asks();
    }

    /** The ledger has told which version the target has. */
    static void told(Draft draft, Claim claim, ClaimAnswer answer) {
        EffectRef ref = claim.effect();
        String before = expected(draft, ref);
        String known = answer.target() == null ? null : answer.target().version();
        boolean isFirst = draft.effect(ref).status() == EffectStatus.PROPOSED;
        List<EffectRef> concerned =
                Stream.concat(Stream.of(ref), others(draft, ref, before)).toList();
        if (concerned.stream().anyMatch(each -> isYetToBeTold(draft, each, known))
                && VersionAsks.askLater(draft, claim)) {
            return;
        }
        boolean goesOn = concerned.stream().allMatch(each -> judge(draft, each, claim.claimId(), known));
        if (goesOn && isFirst) {
            Permission.proposeAll(draft);
        } else if (goesOn) {
            proposeAnew(draft, concerned, before);
        }
    }

    /** What is for another version now is decided anew, up to what may not happen. */
    private static void proposeAnew(Draft draft, List<EffectRef> concerned, String before) {
        for (EffectRef ref : concerned) {
            if (!before.equals(expected(draft, ref)) && !Permission.propose(draft, ref)) {
                return;
            }
        }
    }

    /** A dry run: as if the ledger had told it of every step of the command that is still to be decided, and for good. */
    static void assume(Draft draft, Command command, @Nullable String known) {
        for (EffectRef ref : undecided(draft, command).toList()) {
            judge(draft, ref, claimOf(draft.saga(), ref), known);
        }
    }

    /** What else goes by the version of the same target, before anything of it is begun: none begins that another ends. */
    private static Stream<EffectRef> others(Draft draft, EffectRef ref, String expected) {
        Command command = command(draft, ref);
        return isBegun(draft.saga(), command)
                ? Stream.empty()
                : VersionAsks.wanted(draft)
                        .filter(other ->
                                !other.equals(ref) && command(draft, other).equals(command))
                        .filter(other -> expected.equals(expected(draft, other)));
    }

    /** Whether anything of the command may have been done that changes something. */
    private static boolean isBegun(Saga saga, Command command) {
        return saga.steps().stream()
                .filter(step -> step.forward().progress().attempts() > 0)
                .filter(step -> !step.forward().tool().effectType().isPure())
                .anyMatch(step -> saga.commandOf(step).equals(command));
    }

    private static Stream<EffectRef> undecided(Draft draft, Command command) {
        return VersionAsks.due(draft).stream()
                .filter(ref -> draft.effect(ref).status() == EffectStatus.PROPOSED)
                .filter(ref -> command(draft, ref).equals(command));
    }

    private static String claimOf(Saga saga, EffectRef ref) {
        return saga.claims().stream()
                .filter(claim ->
                        claim.kind() == ClaimKind.VERSION && claim.effect().equals(ref))
                .map(Claim::claimId)
                .findFirst()
                .orElse("");
    }

    /** Whether the expected version may be on its way: what is no number does not tell which of two came first. */
    private static boolean isYetToBeTold(Draft draft, EffectRef ref, @Nullable String known) {
        String expected = expected(draft, ref);
        if (known == null || !isHeard(draft, ref, expected, known)) {
            return !isHeard(draft, ref, expected, known);
        }
        TargetCheck before = draft.effect(ref).target();
        boolean wasFound = before != null && before.known() != null && TargetVersion.isSame(before.known(), expected);
        return !TargetVersion.isSame(known, expected) && !TargetVersion.haveOrder(known, expected) && !wasFound;
    }

    private static boolean isHeard(Draft draft, EffectRef ref, String expected, @Nullable String known) {
        if (known == null) {
            return rules(draft, ref).unknownAllowed();
        }
        return !OwnChanges.isLeft(draft.saga(), command(draft, ref), known) && !TargetVersion.isBefore(known, expected);
    }

    /** Records what is known of the version, and what follows from it; whether the effect may go on. */
    private static boolean judge(Draft draft, EffectRef ref, String claimId, @Nullable String known) {
        String expected = expected(draft, ref);
        boolean isHeard = isHeard(draft, ref, expected, known);
        boolean passes = isHeard && (known == null || TargetVersion.isSame(known, expected));
        draft.add(new SagaEvent.VersionChecked(ref, claimId, expected, known, passes));
        if (!isHeard) {
            String why = VersionWords.unheard(command(draft, ref), expected, known);
            Permission.refuse(draft, ref, Reason.VERSION_UNKNOWN, why);
        }
        return passes || (isHeard && reload(draft, ref, String.valueOf(known)));
    }

    /** What was called once is not changed any more, so that one key stands for one request. */
    private static boolean reload(Draft draft, EffectRef ref, String known) {
        OnStale onStale = onStale(draft, ref);
        if (onStale == OnStale.REJECT || draft.effect(ref).progress().callsEver() > 0) {
            refuse(draft, ref, known);
            return false;
        }
        draft.add(new SagaEvent.VersionReloaded(ref, known, onStale == OnStale.ASK));
        return true;
    }

    private static void refuse(Draft draft, EffectRef ref, String known) {
        String why = VersionWords.changed(command(draft, ref), expected(draft, ref), known);
        // A provider that was unavailable may have done the work after all, and that may be what changed the target.
        if (draft.effect(ref).progress().callsInQuestion() > 0) {
            Answers.findOut(draft, ref, Reason.STALE, why);
        } else {
            Permission.refuse(draft, ref, Reason.STALE, why + "; look at the target again and propose it anew");
        }
    }

    private static String expected(Draft draft, EffectRef ref) {
        String expected = VersionAsks.expected(command(draft, ref), draft.effect(ref));
        if (expected == null) {
            throw new IllegalStateException("a version was asked for that nobody expects");
        }
        return expected;
    }

    private static Command command(Draft draft, EffectRef ref) {
        return draft.saga().commandOf(draft.step(ref.step()));
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
