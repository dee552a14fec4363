package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.policy.Verdict;
import io.sluice.saga.Approval;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** 4. Every call has a recorded decision of policy, taken anew before its intent, and the grant that this asks for. */
final class NoDecisionNoEffect extends Invariant {

    private final Set<String> proposed = new HashSet<>();
    private final Map<String, Verdict> decided = new HashMap<>();
    private final Map<String, String> asked = new HashMap<>();
    private final Map<String, Instant> voidFrom = new HashMap<>();
    private final Map<String, String> effectOfGrant = new HashMap<>();

    NoDecisionNoEffect() {
        super(4);
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        if (record instanceof Inbound.Decided decided
                && journaled.stream().anyMatch(line -> line.event() instanceof SagaEvent.ApprovalGranted)) {
            require(
                    decided.decision()
                            .requestHash()
                            .equals(asked.get(decided.decision().approvalId())),
                    "the grant %s counts, but it names another request than was asked about",
                    decided.decision().approvalId());
        }
    }

    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.PolicyDecided policy -> decided(recorded, policy);
            case SagaEvent.ApprovalRequested requested ->
                asked.put(
                        requested.approval().approvalId(), requested.approval().requestHash());
            case SagaEvent.ApprovalGranted granted -> granted(recorded, granted);
            case SagaEvent.AttemptStarted started -> {
                if (started.attempt().kind() == AttemptKind.CALL) {
                    started(recorded, started);
                }
            }
            default -> {}
        }
    }

    @Override
    public void fired(Intent intent, AppProcess process) {
        Instant end = voidFrom.get(intent.intentId());
        require(
                end == null || !process.clock().instant().isAfter(end),
                "%s is called after its grant was void",
                intent.intentId());
    }

    private void decided(Recorded recorded, SagaEvent.PolicyDecided policy) {
        String effect = effect(recorded, policy).sideEffectId();
        if (policy.phase() == SagaEvent.Phase.PROPOSAL) {
            proposed.add(effect);
        } else {
            decided.put(effect, policy.verdict());
        }
    }

    private void granted(Recorded recorded, SagaEvent.ApprovalGranted granted) {
        Effect effect = effect(recorded, granted);
        String first = effectOfGrant.putIfAbsent(granted.approvalId(), effect.sideEffectId());
        require(first == null, "grant %s is used for the second time", granted.approvalId());
        recorded.saga()
                .step(granted.effect().step())
                .ifPresent(step -> require(
                        !step.agentId().equals(granted.reviewerId()),
                        "%s was granted by its own proposer",
                        effect.sideEffectId()));
    }

    private void started(Recorded recorded, SagaEvent.AttemptStarted started) {
        Effect effect = effect(recorded, started);
        String intent = started.attempt().intentId();
        Verdict verdict = decided.remove(effect.sideEffectId());
        require(
                started.effect().direction() == Direction.COMPENSATION || proposed.contains(effect.sideEffectId()),
                "no decision of policy when %s was proposed",
                intent);
        require(verdict != null, "no decision of policy before the intent %s", intent);
        if (verdict == Verdict.ALLOW) {
            return;
        }
        require(verdict == Verdict.REQUIRE_APPROVAL, "policy said %s before the intent %s", verdict, intent);
        @Nullable Approval grant = effect.approval();
        require(grant != null && grant.isGranted(), "%s needs a grant and has none", intent);
        if (grant != null) {
            require(
                    grant.requestHash().equals(started.requestHash()),
                    "the grant for %s names another request",
                    intent);
            require(recorded.at().isBefore(grant.expiresAt()), "the grant for %s had expired", intent);
            voidFrom.put(intent, grant.expiresAt());
        }
    }

    private static Effect effect(Recorded recorded, SagaEvent.OfEffect event) {
        Effect effect = recorded.saga().effect(event.effect());
        if (effect == null) {
            throw new IllegalStateException("no effect for " + event);
        }
        return effect;
    }
}
