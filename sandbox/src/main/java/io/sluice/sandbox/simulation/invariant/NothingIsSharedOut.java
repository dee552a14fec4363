package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.ToolContract;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.Terms;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.saga.Command;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.sandbox.simulation.workload.SimulatedCatalog;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.LedgerHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * 4. What there is only so often is given no oftener: a grant is used once, one saga holds a target, a limit lets through
 * what it says; and nothing is called that does not hold what it competes for.
 */
final class NothingIsSharedOut extends Invariant {

    private final Contracts contracts;
    private final Map<String, Saga> sagas;
    private final LedgerBook book;
    private final Unpromised unpromised;
    private final Map<String, String> spent = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, List<Instant>> given = new HashMap<>();
    private final Map<Integer, String> owners = new HashMap<>();

    NothingIsSharedOut(Contracts contracts, Map<String, Saga> sagas, LedgerBook book, Unpromised unpromised) {
        super(4);
        this.contracts = contracts;
        this.sagas = sagas;
        this.book = book;
        this.unpromised = unpromised;
    }

    @Override
    public void lifeBegan(int partition, String incarnation, AppProcess process) {
        owners.put(partition, incarnation);
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        switch (event) {
            case LedgerEvent.LeaseGiven lease -> given(lease, at);
            case LedgerEvent.ApprovalSpent spending -> {
                String before = spent.put(spending.key(), spending.claimId());
                require(
                        before == null || before.equals(spending.claimId()),
                        "grant %s is given to %s, and %s has it",
                        spending.grant().approvalId(),
                        spending.claimId(),
                        before);
            }
            case LedgerEvent.GrantReturned returned -> {
                require(!used.contains(returned.key()), "%s is given back, and was used", returned.key());
                spent.remove(returned.key());
            }
            default -> {}
        }
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.GrantUsed use) {
            String key =
                    ClaimKeys.grant(recorded.saga().tenantId(), use.approval().approvalId());
            require(
                    used.add(key),
                    "grant %s is used for the second time",
                    use.approval().approvalId());
            require(
                    use.claimId().equals(spent.get(key)),
                    "%s uses grant %s, which is not its own",
                    recorded.sagaId(),
                    use.approval().approvalId());
        }
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        Saga saga = sagas.get(intent.sagaId());
        if (saga == null
                || intent.kind() == AttemptKind.LOOKUP
                || intent.sideEffectId().endsWith(":compensate")
                || saga.status() == SagaStatus.COMPENSATING // what was let in may be undone at once
                || unpromised.has(intent.idempotencyKey())
                || !owners.containsValue(intent.incarnation())) {
            return;
        }
        Step step = saga.steps().stream()
                .filter(one -> one.forward().sideEffectId().equals(intent.sideEffectId()))
                .findFirst()
                .orElse(null);
        if (step == null) {
            return;
        }
        Command command = saga.commandOf(step);
        String target = command.targetId();
        String tool = intent.tool();
        ToolContract contract = contracts.of(intent);
        if (contract.holdsTarget() && target != null) {
            holds(intent, ClaimKeys.target(intent.tenantId(), command.targetType(), target));
        }
        if (contract.businessKey() != null) {
            holds(intent, ClaimKeys.businessKey(intent.tenantId(), tool, "{\"target\":\"" + target + "\"}"));
        }
        if (contract.limit() != null) {
            holds(intent, ClaimKeys.limit(intent.tenantId(), "TOOL", tool));
        }
        if (contract.provider().equals(SimulatedCatalog.LIMITED_PROVIDER)) {
            holds(intent, ClaimKeys.limit(intent.tenantId(), "LIMIT", SimulatedCatalog.LIMIT));
        }
    }

    private void holds(Intent intent, String key) {
        require(
                book.page(key).held().values().stream()
                        .anyMatch(lease -> lease.sagaId().equals(intent.sagaId())),
                "%s is called, and its saga does not hold %s",
                intent.intentId(),
                key);
    }

    private void given(LedgerEvent.LeaseGiven lease, Instant at) {
        Terms terms = contracts.terms(lease.lease());
        int held = book.page(lease.key()).held().size();
        require(
                terms.places() == 0 || held <= terms.places(),
                "%d hold %s, where only %d may",
                held,
                lease.lease().subject(),
                terms.places());
        if (terms.rate() == 0) {
            return;
        }
        List<Instant> times = given.computeIfAbsent(lease.key(), none -> new ArrayList<>());
        times.add(at);
        for (int first = 0; first < times.size(); first++) {
            long passed = Math.max(0, Duration.between(times.get(first), at).toMillis());
            double most = terms.rate() + (double) terms.rate() * passed / terms.perMs();
            require(
                    times.size() - first <= most + 1e-6,
                    "%d of %s in %d ms, where the rate is %d in %d ms",
                    times.size() - first,
                    lease.lease().subject(),
                    passed,
                    terms.rate(),
                    terms.perMs());
        }
    }
}
