package io.sluice.saga.machine;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Attempt;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Input;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import java.time.Instant;
import java.util.Optional;

/** Attempts that nobody reports on. */
final class Unheard {

    private Unheard() {}

    /** Nobody can say what became of the attempt. */
    static Decision doubt(Saga saga, Input.Doubt doubt, Context context) {
        return withoutAnswer(saga, doubt.intentId(), OutcomeResult.UNKNOWN, doubt.cause(), context);
    }

    /** The attempt was surely never made. */
    static Decision notFired(Saga saga, Input.NotFired notFired, Context context) {
        return withoutAnswer(saga, notFired.intentId(), OutcomeResult.NOT_FIRED, notFired.cause(), context);
    }

    /** The time for an answer is over. */
    static void expire(Draft draft, EffectRef ref, Attempt attempt) {
        conclude(draft, ref, attempt, OutcomeResult.UNKNOWN, "no outcome came in time");
    }

    /** Nobody has listened for a while: what was under way is in doubt, and a lookup is simply made again. */
    static void all(Draft draft, String cause) {
        Saga saga = draft.saga();
        for (Attempt open : saga.openAttempts()) {
            Answers.effectOf(saga, open.intentId())
                    .ifPresent(ref -> giveUp(draft, ref, open, OutcomeResult.UNKNOWN, cause));
        }
    }

    private static Decision withoutAnswer(
            Saga saga, String intentId, OutcomeResult result, String cause, Context context) {
        Optional<EffectRef> found = Answers.effectOf(saga, intentId);
        if (found.isEmpty()) {
            return Answers.unknown(saga, intentId);
        }
        Draft draft = new Draft(saga, context);
        Attempt open = draft.effect(found.get()).progress().open();
        if (open == null || !open.intentId().equals(intentId)) {
            return new Decision.Rejected(Reason.STALE_OUTCOME, "attempt " + intentId + " is not under way any more");
        }
        giveUp(draft, found.get(), open, result, cause);
        Advance.run(draft);
        return draft.accepted();
    }

    /** A lookup changes nothing, so one that nobody answered for is simply made again. */
    private static void giveUp(Draft draft, EffectRef ref, Attempt open, OutcomeResult result, String cause) {
        conclude(draft, ref, open, open.kind() == AttemptKind.LOOKUP ? OutcomeResult.NOT_FIRED : result, cause);
    }

    /** As an outcome that nobody reported. */
    private static void conclude(Draft draft, EffectRef ref, Attempt attempt, OutcomeResult result, String cause) {
        Outcome outcome = outcome(draft.saga(), attempt, result, cause, draft.now());
        Answers.record(draft, ref, attempt.kind(), outcome, true);
        Answers.follow(draft, ref, outcome);
    }

    private static Outcome outcome(Saga saga, Attempt attempt, OutcomeResult result, String cause, Instant now) {
        return new Outcome(
                attempt.intentId(),
                saga.tenantId(),
                saga.sagaId(),
                attempt.incarnation(),
                result,
                0,
                null,
                null,
                null,
                false,
                cause,
                0,
                attempt.startedAt(),
                now);
    }
}
