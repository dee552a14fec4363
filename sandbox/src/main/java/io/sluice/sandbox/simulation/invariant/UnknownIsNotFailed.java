package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.sandbox.simulation.provider.Capability;
import io.sluice.sandbox.simulation.provider.Deed;
import io.sluice.sandbox.simulation.provider.Providers;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Outside;
import io.sluice.sandbox.simulation.world.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 5. Unknown is not failed: what a saga says of an effect is what the provider has really done, once; a call is repeated
 * only where that is safe.
 *
 * <p>What is not promised is not asked for: a process that stands still between the last check and the request for longer
 * than the clock margin allows, and clocks that are further apart than that, may do an effect twice where only a lookup
 * tells whether to repeat it.
 */
final class UnknownIsNotFailed extends Invariant {

    private final Providers providers;
    private final Map<String, Saga> sagas;
    private final Interventions interventions;
    private final Unpromised unpromised;
    private final Map<String, Boolean> inDoubt = new HashMap<>();
    private final Set<String> reportedDone = new HashSet<>();
    private final Set<String> foundUndone = new HashSet<>();

    UnknownIsNotFailed(
            Providers providers, Map<String, Saga> sagas, Interventions interventions, Unpromised unpromised) {
        super(5);
        this.providers = providers;
        this.sagas = sagas;
        this.interventions = interventions;
        this.unpromised = unpromised;
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        if (intent.kind() == AttemptKind.LOOKUP) {
            return;
        }
        String key = intent.idempotencyKey();
        if (capability(intent) == Capability.NEITHER && !intent.tool().startsWith("check.")) {
            require(
                    !inDoubt.getOrDefault(key, false) || isExcused(key, Capability.NEITHER),
                    "%s is called although an earlier call may have done it and nobody can tell",
                    intent.intentId());
        }
        inDoubt.put(key, true);
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        if (record instanceof Inbound.Said said
                && said.message() instanceof OutcomeMessage.Answered reported
                && reported.outcome().result() == OutcomeResult.SUCCEEDED
                && journaled.stream().noneMatch(UnknownIsNotFailed::isQuarantine)) {
            reportedDone.add(reported.outcome().intentId());
        }
    }

    /** An operator has found out that it was not done: it may be called again. */
    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.EffectReconciled reconciled
                && reconciled.finding() == SagaEvent.Reconciliation.NOT_COMMITTED
                && interventions.has(recorded.sagaId(), OperationKind.RESOLVE, reconciled.effect())) {
            Effect effect = recorded.saga().effect(reconciled.effect());
            if (effect != null) {
                inDoubt.put(effect.idempotencyKey(), false);
                foundUndone.add(effect.idempotencyKey());
            }
        }
    }

    /** The machine failed on the saga, and what it hears of it then is lost to it. */
    private static boolean isQuarantine(Transaction.Line line) {
        return line.event() instanceof SagaEvent.SagaQuarantined
                || (line.event() instanceof SagaEvent.InputRejected rejected
                        && rejected.reason().equals(Reason.QUARANTINED));
    }

    @Override
    public void answered(Intent intent, Outside.Reply reply) {
        if (reply.kind() == Outside.Reply.Kind.REFUSED_FOR_NOW
                || reply.kind() == Outside.Reply.Kind.REFUSED
                || reply.kind() == Outside.Reply.Kind.STALE) {
            inDoubt.put(intent.idempotencyKey(), false);
        }
    }

    @Override
    public void worked(Intent intent) {
        if (intent.tool().startsWith("check.")) {
            return;
        }
        String key = intent.idempotencyKey();
        require(times(key) <= 1 || isExcused(key, capability(intent)), "%s is done twice", intent.sideEffectId());
    }

    /** Where nothing is promised, a look at the provider may come too early: a lookup's, or that of an operator. */
    private boolean isExcused(String key, Capability capability) {
        return unpromised.has(key) && (capability != Capability.NEITHER || foundUndone.contains(key));
    }

    @Override
    void atEnd() {
        for (Saga saga : sagas.values()) {
            saga.steps().forEach(step -> truth(saga, step));
            if (saga.quarantine() == null) {
                saga.effects().forEach(this::heard);
            }
        }
    }

    /** A report that it was done is believed, however late it comes. */
    private void heard(Effect effect) {
        boolean isKnown = effect.status() == EffectStatus.COMMITTED
                || effect.status() == EffectStatus.COMPENSATED
                || (effect.status() == EffectStatus.FAILED && effect.escalated())
                || effect.tool().effectType().isPure();
        for (int number = 1; !isKnown && number <= effect.progress().attempts(); number++) {
            String intentId = effect.sideEffectId() + "#" + number;
            require(!reportedDone.contains(intentId), "%s was reported as done, but is %s", intentId, effect.status());
        }
    }

    private void truth(Saga saga, Step step) {
        Effect forward = step.forward();
        if (saga.quarantine() != null
                || forward.tool().effectType().isPure()
                || unpromised.has(forward.idempotencyKey())) {
            return;
        }
        boolean happened = times(forward.idempotencyKey()) > 0;
        boolean open =
                saga.escalated() && (forward.escalated() || !saga.status().isEnded());
        switch (forward.status()) {
            case COMMITTED -> require(happened, "%s is committed, but was never done", forward.sideEffectId());
            case COMPENSATED -> {
                require(happened, "%s was undone, but was never done", forward.sideEffectId());
                require(
                        isUndone(step) != Reason.NOTHING_TO_DO.equals(forward.reason()),
                        "%s counts as undone (%s), but that is not so",
                        forward.sideEffectId(),
                        forward.reason());
            }
            case PROPOSED, VALIDATED, APPROVAL_REQUIRED, APPROVED ->
                require(!happened, "%s was done, but is only %s", forward.sideEffectId(), forward.status());
            case FAILED -> require(!happened || open, "%s counts as failed, but was done", forward.sideEffectId());
            case STARTED, AMBIGUOUS ->
                require(
                        open || !saga.status().isEnded(),
                        "%s is left %s, and nobody was told",
                        forward.sideEffectId(),
                        forward.status());
        }
        if (forward.status() != EffectStatus.COMPENSATED && isUndone(step)) {
            require(open || stays(step), "%s was undone, but is %s", forward.sideEffectId(), forward.status());
        }
        if (saga.status() == SagaStatus.COMMITTED) {
            require(
                    forward.status() == EffectStatus.COMMITTED || isLeftOut(saga, step),
                    "saga %s is committed, but step %s is %s",
                    saga.sagaId(),
                    step.name(),
                    forward.status());
        }
        if (saga.status() == SagaStatus.ROLLED_BACK || (saga.status() == SagaStatus.FAILED && !saga.escalated())) {
            require(
                    forward.status() != EffectStatus.COMMITTED
                            || interventions.isSeenTo(saga.sagaId(), EffectRef.forward(step.name()))
                            || interventions.isSeenTo(saga.sagaId(), EffectRef.compensation(step.name())),
                    "saga %s is %s, but step %s stays committed",
                    saga.sagaId(),
                    saga.status(),
                    step.name());
        }
    }

    /** The saga goes on without the step, or somebody had it undone after the end. */
    private boolean isLeftOut(Saga saga, Step step) {
        return step.forward().status() == EffectStatus.COMPENSATED
                ? interventions.isUndoAsked(saga.sagaId(), step.name())
                : interventions.isLeftOut(saga, step);
    }

    /** The compensation was done, though nobody could find that out. */
    private static boolean stays(Step step) {
        Effect undo = step.compensation();
        return undo != null && undo.escalated();
    }

    private boolean isUndone(Step step) {
        @Nullable Effect undo = step.compensation();
        return undo != null && times(undo.idempotencyKey()) > 0;
    }

    private int times(String key) {
        Deed deed = providers.deed(key);
        List<Deed.Done> times = deed == null ? List.of() : deed.times();
        return times.size();
    }

    private static Capability capability(Intent intent) {
        return Capability.of(intent.request().provider());
    }
}
