package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.Intent;
import io.sluice.saga.Effect;
import io.sluice.saga.OperationKind;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.Outside;
import java.util.HashSet;
import java.util.Set;

/** 7. Committed means read back where the contract has a lookup; else the record says that it is the response's word. */
final class CommittedIsReadBack extends Invariant {

    private final Contracts contracts;
    private final Interventions interventions;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();

    CommittedIsReadBack(Contracts contracts, Interventions interventions) {
        super(7);
        this.contracts = contracts;
        this.interventions = interventions;
    }

    @Override
    public void answered(Intent intent, Outside.Reply reply) {
        if (reply.kind() == Outside.Reply.Kind.FOUND) {
            seen.add(intent.idempotencyKey());
        } else if (reply.kind() == Outside.Reply.Kind.DONE) {
            acknowledged.add(intent.idempotencyKey());
        }
    }

    @Override
    void recorded(Recorded recorded) {
        if (!(recorded.event() instanceof SagaEvent.EffectCommitted committed)) {
            return;
        }
        Effect effect = recorded.saga().effect(committed.effect());
        if (effect == null) {
            return;
        }
        String id = effect.sideEffectId();
        if (committed.confirmedBy() == ConfirmedBy.OPERATOR) {
            require(
                    interventions.has(recorded.sagaId(), OperationKind.RESOLVE, committed.effect()),
                    "%s counts as confirmed by an operator, and none has done so",
                    id);
            return;
        }
        if (contracts.of(effect.tool()).lookup() != null) {
            require(
                    committed.confirmedBy() != ConfirmedBy.RESPONSE,
                    "%s counts as committed without having been read back",
                    id);
            require(seen.contains(effect.idempotencyKey()), "%s counts as read back, but no lookup showed it", id);
        } else {
            require(
                    committed.confirmedBy() == ConfirmedBy.RESPONSE,
                    "%s says %s, but its provider shows nothing",
                    id,
                    committed.confirmedBy());
            require(acknowledged.contains(effect.idempotencyKey()), "%s counts as done, but nobody said so", id);
        }
    }
}
