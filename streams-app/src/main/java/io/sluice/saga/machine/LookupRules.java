package io.sluice.saga.machine;

import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.Outcome;
import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a lookup's outcome means. A positive one is believed at once, a negative one only after the settle window. */
final class LookupRules {

    private LookupRules() {}

    static void lookedUp(Draft draft, EffectRef ref, Outcome outcome) {
        switch (outcome.result()) {
            case FOUND, SUCCEEDED -> {
                boolean wasInDoubt = draft.effect(ref).progress().doubt();
                reconciled(draft, ref, SagaEvent.Reconciliation.COMMITTED, outcome, "a lookup shows the work");
                Answers.commit(draft, ref, outcome, wasInDoubt ? ConfirmedBy.RECONCILIATION : ConfirmedBy.READ_BACK);
            }
            case NOT_FOUND -> notFound(draft, ref, outcome);
            case ACCEPTED -> pending(draft, ref, outcome);
            case TERMINAL, TRANSIENT, UNKNOWN -> inconclusive(draft, ref, outcome);
            case NOT_FIRED -> throw new IllegalStateException("handled by the caller");
        }
    }

    private static void notFound(Draft draft, EffectRef ref, Outcome outcome) {
        Instant settledAt = draft.effect(ref).progress().settledAt();
        if (draft.effect(ref).progress().accepted()) {
            inconclusive(draft, ref, outcome);
        } else if (settledAt != null && outcome.startedAt().isBefore(settledAt)) {
            Attempts.scheduleLookupAt(draft, ref, Reason.NOT_SETTLED, settledAt);
        } else {
            notCommitted(
                    draft,
                    ref,
                    outcome.externalRef(),
                    detail(outcome, "a lookup after the settle window shows nothing"));
        }
    }

    /** It surely did not happen: it is tried again, unless nobody wants it any more. */
    static void notCommitted(Draft draft, EffectRef ref, @Nullable String externalRef, String explanation) {
        draft.add(
                new SagaEvent.EffectReconciled(ref, SagaEvent.Reconciliation.NOT_COMMITTED, externalRef, explanation));
        boolean forwardInRollback =
                draft.saga().status() == SagaStatus.COMPENSATING && ref.direction() == Direction.FORWARD;
        if (forwardInRollback) {
            draft.add(new SagaEvent.EffectFailed(ref, Reason.NOT_COMMITTED, "it never happened, so nothing is undone"));
        } else if (draft.effect(ref).progress().calls() < draft.limits().maxCalls()) {
            Attempts.scheduleCallAt(draft, ref, Reason.NOT_COMMITTED, draft.now());
        } else {
            draft.add(new SagaEvent.EffectFailed(ref, Reason.RETRIES_EXHAUSTED, "called often, and surely not done"));
        }
    }

    private static void pending(Draft draft, EffectRef ref, Outcome outcome) {
        if (Patience.isOver(draft, ref)) {
            Patience.escalate(
                    draft,
                    ref,
                    Reason.ACCEPTED,
                    "the provider has taken it on and does not end it; find out there and resolve it");
            return;
        }
        Attempts.schedulePoll(draft, ref, outcome.retryAfterMs());
    }

    private static void inconclusive(Draft draft, EffectRef ref, Outcome outcome) {
        if (draft.effect(ref).progress().lookups() < draft.limits().maxLookups()) {
            Attempts.scheduleLookup(draft, ref, Reason.LOOKUP_INCONCLUSIVE, outcome.retryAfterMs());
            return;
        }
        reconciled(draft, ref, SagaEvent.Reconciliation.UNKNOWN, outcome, "the lookups did not settle it");
        draft.add(new SagaEvent.EffectEscalated(
                ref,
                Reason.LOOKUP_INCONCLUSIVE,
                "no lookup could tell whether it was done; find out at the provider and resolve it"));
    }

    private static void reconciled(
            Draft draft, EffectRef ref, SagaEvent.Reconciliation finding, Outcome outcome, String explanation) {
        draft.add(new SagaEvent.EffectReconciled(ref, finding, outcome.externalRef(), detail(outcome, explanation)));
    }

    private static String detail(Outcome outcome, String explanation) {
        return outcome.error() == null ? explanation : explanation + ": " + outcome.error();
    }
}
