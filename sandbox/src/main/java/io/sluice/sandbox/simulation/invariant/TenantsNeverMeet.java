package io.sluice.sandbox.simulation.invariant;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.saga.Operation;
import io.sluice.saga.Output;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** 11. Tenants never meet: not in a key, not in a request, not in a record, not in a decision. */
final class TenantsNeverMeet extends Invariant {

    private final Map<String, String> tenantOfKey = new HashMap<>();

    TenantsNeverMeet() {
        super(11);
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        if (record instanceof Inbound.Operated operated && !journaled.isEmpty()) {
            Operation operation = operated.operation();
            require(
                    isOf(operation.tenantId(), operation.sagaId()),
                    "an operation of tenant %s reaches saga %s",
                    operation.tenantId(),
                    operation.sagaId());
        }
        if (record instanceof Inbound.Decided decided && !journaled.isEmpty()) {
            ReviewerDecision decision = decided.decision();
            require(
                    isOf(decision.tenantId(), decision.sagaId()),
                    "a decision of tenant %s reaches saga %s",
                    decision.tenantId(),
                    decision.sagaId());
        }
    }

    @Override
    public void told(int partition, Output output) {
        switch (output) {
            case Output.SendIntent send -> intent(send.intent());
            case Output.SendClaim claim ->
                require(
                        isOf(claim.message().tenantId(), claim.message().sagaId())
                                && isOf(
                                        claim.message().tenantId(),
                                        claim.message().key()),
                        "a claim of %s on %s names tenant %s",
                        claim.message().sagaId(),
                        claim.message().key(),
                        claim.message().tenantId());
            case Output.PublishSideEffect effect ->
                require(
                        isOf(effect.record().tenantId(), effect.record().sagaId()),
                        "the record of %s names tenant %s",
                        effect.record().sideEffectId(),
                        effect.record().tenantId());
            case Output.PublishResult result -> {
                String sagaId = result.result().sagaId();
                require(
                        sagaId == null || isOf(result.result().tenantId(), sagaId),
                        "the result of %s names tenant %s",
                        sagaId,
                        result.result().tenantId());
            }
            case Output.PublishIntegrationEvent event ->
                require(isOf(event.tenantId(), event.sagaId()), "event %s names tenant %s", event, event.tenantId());
        }
    }

    private void intent(Intent intent) {
        String tenant = intent.tenantId();
        require(isOf(tenant, intent.sagaId()), "intent %s names tenant %s", intent.intentId(), tenant);
        require(
                tenant.equals(tenantOfKey.computeIfAbsent(intent.idempotencyKey(), key -> tenant)),
                "two tenants share the key of %s",
                intent.intentId());
        String body = intent.request().body();
        require(
                intent.kind() == AttemptKind.LOOKUP || (body != null && body.contains("\"tenant\":\"" + tenant + "\"")),
                "the request of %s is that of another tenant: %s",
                intent.intentId(),
                body);
    }

    private static boolean isOf(String tenant, String sagaId) {
        return sagaId.length() > tenant.length() && sagaId.startsWith(tenant) && sagaId.charAt(tenant.length()) == '/';
    }
}
