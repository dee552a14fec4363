package io.sluice.saga.machine;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.catalog.VersionRules;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Attempt;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.ToolRef;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an attempt's outcome means: done, refused, to be tried again, or in doubt. Unknown is never failed. */
final class Answers {

    private Answers() {}

    /** The sink reported. */
    static Decision answer(Saga saga, Outcome outcome, Context context) {
        Optional<EffectRef> found = effectOf(saga, outcome.intentId());
        if (found.isEmpty()) {
            return unknown(saga, outcome.intentId());
        }
        Draft draft = new Draft(saga, context);
        if (isOpen(draft.effect(found.get()), outcome.intentId())) {
            apply(draft, found.get(), outcome);
        } else if (!LateAnswers.apply(draft, found.get(), outcome)) {
            return new Decision.Rejected(
                    Reason.STALE_OUTCOME, "attempt " + outcome.intentId() + " is not under way any more");
        }
        Advance.run(draft);
        return draft.accepted();
    }

    private static void apply(Draft draft, EffectRef ref, Outcome outcome) {
        record(draft, ref, Attempts.kindOf(outcome.intentId()), outcome);
        follow(draft, ref, outcome);
    }

    /** What follows from an outcome that was recorded. */
    static void follow(Draft draft, EffectRef ref, Outcome outcome) {
        AttemptKind kind = Attempts.kindOf(outcome.intentId());
        if (outcome.result() == OutcomeResult.NOT_FIRED) {
            again(draft, ref, kind);
        } else if (kind == AttemptKind.CALL) {
            called(draft, ref, outcome);
        } else {
            LookupRules.lookedUp(draft, ref, outcome);
        }
    }

    private static void called(Draft draft, EffectRef ref, Outcome outcome) {
        switch (outcome.result()) {
            case SUCCEEDED ->
                commit(draft, ref, outcome, outcome.readBack() ? ConfirmedBy.READ_BACK : ConfirmedBy.RESPONSE);
            case ACCEPTED -> Attempts.schedulePoll(draft, ref, outcome.retryAfterMs());
            case TERMINAL -> refused(draft, ref, refusal(draft, ref, outcome), String.valueOf(outcome.error()));
            case TRANSIENT -> retryOrGiveUp(draft, ref, outcome.retryAfterMs());
            case UNKNOWN, FOUND, NOT_FOUND -> inDoubt(draft, ref);
            case NOT_FIRED -> throw new IllegalStateException("handled above");
        }
    }

    /** An earlier call that was not answered for good may have done the work, and that may be what made this one stale. */
    private static void refused(Draft draft, EffectRef ref, String reason, String explanation) {
        if (reason.equals(Reason.STALE) && draft.effect(ref).progress().callsInQuestion() > 0) {
            findOut(draft, ref, reason, explanation);
        } else {
            Permission.refuse(draft, ref, reason, explanation);
        }
    }

    /** The reason of a refusal. */
    static String refusal(Draft draft, EffectRef ref, Outcome outcome) {
        boolean isConditional = contract(
                        draft.context().catalog(), draft.effect(ref).tool())
                .filter(contract -> contract.versions().conditionalWrite())
                .isPresent();
        return isConditional && outcome.httpStatus() == VersionRules.REFUSED_AS_STALE
                ? Reason.STALE
                : Reason.REFUSED_BY_PROVIDER;
    }

    private static void again(Draft draft, EffectRef ref, AttemptKind kind) {
        int inARow = draft.effect(ref).progress().notFired();
        if (Patience.isOver(draft, ref)) {
            Patience.escalate(
                    draft,
                    ref,
                    Reason.NOT_FIRED,
                    "its attempts are not sent; retry it when they can be, or find out at the provider");
        } else if (kind == AttemptKind.LOOKUP) {
            Attempts.scheduleLookupAgain(draft, ref, Reason.NOT_FIRED);
        } else if (inARow <= 1) {
            Attempts.scheduleCallAt(draft, ref, Reason.NOT_FIRED, draft.now());
        } else {
            Attempts.scheduleCall(draft, ref, Reason.NOT_FIRED, 0);
        }
    }

    private static void retryOrGiveUp(Draft draft, EffectRef ref, long retryAfterMs) {
        Progress progress = draft.effect(ref).progress();
        if (progress.calls() < draft.limits().maxCalls()) {
            Attempts.scheduleCall(draft, ref, Reason.TRANSIENT, retryAfterMs);
        } else if (progress.doubt()) {
            inDoubt(draft, ref);
        } else {
            draft.add(new SagaEvent.EffectFailed(
                    ref, Reason.RETRIES_EXHAUSTED, "refused for now " + progress.calls() + " times in a row"));
        }
    }

    /** Repeats the call where that is safe, else looks the work up, else asks a person. */
    static void inDoubt(Draft draft, EffectRef ref) {
        Effect effect = draft.effect(ref);
        boolean callsLeft = effect.progress().calls() < draft.limits().maxCalls();
        if (effect.tool().effectType().isPure()) {
            retryOrGiveUp(draft, ref, 0);
            return;
        }
        draft.add(new SagaEvent.EffectAmbiguous(ref, Reason.UNKNOWN_OUTCOME));
        Optional<ToolContract> contract = contract(draft.context().catalog(), effect.tool());
        if (callsLeft && contract.map(ToolContract::honoursKey).orElse(false)) {
            Attempts.scheduleCall(draft, ref, Reason.UNKNOWN_OUTCOME, 0);
        } else if (contract.map(ToolContract::lookup).isPresent()) {
            Attempts.scheduleLookup(draft, ref, Reason.UNKNOWN_OUTCOME);
        } else {
            String why = callsLeft
                    ? "the provider neither honours idempotency keys nor has a lookup"
                    : "it was called " + effect.progress().calls() + " times, and no answer tells what became of it";
            draft.add(new SagaEvent.EffectEscalated(
                    ref, Reason.NO_WAY_TO_KNOW, why + "; find out at the provider and resolve it"));
        }
    }

    /**
     * An effect in doubt is not called again: that is refused, or nobody wants it any more. A lookup tells what became of
     * it, or else a person.
     */
    static void findOut(Draft draft, EffectRef ref, String reason, String explanation) {
        if (draft.effect(ref).status() != EffectStatus.AMBIGUOUS) {
            draft.add(new SagaEvent.EffectAmbiguous(ref, reason));
        }
        if (canLookUp(draft, ref)) {
            Attempts.scheduleLookup(draft, ref, reason);
        } else {
            draft.add(new SagaEvent.EffectEscalated(
                    ref,
                    reason,
                    explanation + "; an earlier call may have done the work: find out there and resolve it"));
        }
    }

    static boolean canLookUp(Draft draft, EffectRef ref) {
        try {
            return Attempts.lookupRequest(draft, ref) != null;
        } catch (RenderingException e) {
            return false;
        }
    }

    /** Whether what became of an effect in doubt can be found out, or made sure of, without a person. */
    static boolean canTell(Draft draft, Effect effect) {
        return effect.tool().effectType().isPure()
                || contract(draft.context().catalog(), effect.tool())
                        .filter(contract -> contract.honoursKey() || contract.lookup() != null)
                        .isPresent();
    }

    static void commit(Draft draft, EffectRef ref, Outcome outcome, ConfirmedBy by) {
        String reference = outcome.externalRef() != null
                ? outcome.externalRef()
                : draft.effect(ref).progress().externalRef();
        draft.add(new SagaEvent.EffectCommitted(ref, reference, by, outcome.response(), outcome.endedAt()));
        Claiming.keepAct(draft, ref);
        OwnChanges.follow(draft, ref, outcome);
        Rollback.undoneAfterAll(draft, ref);
    }

    static void record(Draft draft, EffectRef ref, AttemptKind kind, Outcome outcome) {
        record(draft, ref, kind, outcome, false);
    }

    /** @param unheard whether nobody reported it */
    static void record(Draft draft, EffectRef ref, AttemptKind kind, Outcome outcome, boolean unheard) {
        draft.add(new SagaEvent.AttemptEnded(
                ref,
                outcome.intentId(),
                kind,
                outcome.result(),
                outcome.httpStatus(),
                outcome.externalRef(),
                outcome.responseDigest(),
                outcome.readBack(),
                outcome.error(),
                outcome.startedAt(),
                outcome.endedAt(),
                unheard));
    }

    private static boolean isOpen(Effect effect, String intentId) {
        Attempt open = effect.progress().open();
        return open != null && open.intentId().equals(intentId);
    }

    static Optional<EffectRef> effectOf(Saga saga, String intentId) {
        @Nullable String sideEffectId = Attempts.sideEffectOf(intentId);
        return saga.steps().stream()
                .flatMap(step -> Stream.of(EffectRef.forward(step.name()), EffectRef.compensation(step.name())))
                .filter(ref -> {
                    Effect effect = saga.effect(ref);
                    return effect != null && effect.sideEffectId().equals(sideEffectId);
                })
                .findFirst();
    }

    private static Optional<ToolContract> contract(Catalog catalog, ToolRef tool) {
        return catalog.tool(tool.name(), tool.version());
    }

    static Decision unknown(Saga saga, String intentId) {
        return saga.status().isEnded()
                ? new Decision.Rejected(Reason.SAGA_ENDED, "the saga had ended when " + intentId + " was answered")
                : new Decision.Rejected(Reason.UNKNOWN_ATTEMPT, "the saga never wrote an intent " + intentId);
    }
}
