package io.sluice.saga.machine;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Outcome;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;

/** What the answer to a call means that nobody waits for any more: it is evidence, and never overturns what is settled. */
final class LateAnswers {

    private LateAnswers() {}

    /** Takes the evidence; false when the answer says nothing new. */
    static boolean apply(Draft draft, EffectRef ref, Outcome outcome) {
        if (Attempts.kindOf(outcome.intentId()) != AttemptKind.CALL) {
            return false;
        }
        return switch (outcome.result()) {
            case SUCCEEDED -> succeeded(draft, ref, outcome);
            case TERMINAL -> refused(draft, ref, outcome);
            case ACCEPTED, TRANSIENT, UNKNOWN, NOT_FIRED, FOUND, NOT_FOUND -> false;
        };
    }

    private static boolean succeeded(Draft draft, EffectRef ref, Outcome outcome) {
        Effect effect = draft.effect(ref);
        return switch (effect.status()) {
            case PROPOSED, VALIDATED, APPROVAL_REQUIRED, APPROVED, STARTED, AMBIGUOUS -> {
                Answers.record(draft, ref, AttemptKind.CALL, outcome);
                Answers.commit(draft, ref, outcome, outcome.readBack() ? ConfirmedBy.READ_BACK : ConfirmedBy.RESPONSE);
                yield true;
            }
            case FAILED -> {
                boolean isToldAlready = effect.escalated() && effect.progress().doubt();
                if (isToldAlready || effect.tool().effectType().isPure()) {
                    yield false;
                }
                escalated(
                        draft,
                        ref,
                        outcome,
                        Reason.LATE_SUCCESS,
                        "it was recorded as failed, but a late answer says that it was done");
                Claiming.keepAct(draft, ref);
                yield true;
            }
            case COMMITTED, COMPENSATED ->
                !effect.escalated()
                        && isAnother(effect, outcome)
                        && escalated(
                                draft,
                                ref,
                                outcome,
                                Reason.DONE_TWICE,
                                "a late answer tells of " + outcome.externalRef() + ", which is not what was recorded");
        };
    }

    /** A refusal settles the doubt about the only call there was. */
    private static boolean refused(Draft draft, EffectRef ref, Outcome outcome) {
        Effect effect = draft.effect(ref);
        if (effect.status() != EffectStatus.AMBIGUOUS || effect.progress().callsEver() != 1) {
            return false;
        }
        Answers.record(draft, ref, AttemptKind.CALL, outcome);
        draft.add(new SagaEvent.EffectFailed(ref, Answers.refusal(draft, ref, outcome), outcome.error()));
        return true;
    }

    private static boolean escalated(Draft draft, EffectRef ref, Outcome outcome, String reason, String explanation) {
        Answers.record(draft, ref, AttemptKind.CALL, outcome);
        draft.add(new SagaEvent.EffectEscalated(ref, reason, explanation));
        return true;
    }

    private static boolean isAnother(Effect effect, Outcome outcome) {
        Confirmation known = effect.confirmation();
        return !effect.tool().effectType().isPure()
                && known != null
                && known.externalRef() != null
                && outcome.externalRef() != null
                && !known.externalRef().equals(outcome.externalRef());
    }
}
