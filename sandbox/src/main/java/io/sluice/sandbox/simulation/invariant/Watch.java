package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.Catalog;
import io.sluice.claim.LedgerEvent;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Evolver;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.sandbox.simulation.provider.Providers;
import io.sluice.sandbox.simulation.workload.Flaw;
import io.sluice.sandbox.simulation.workload.Sent;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.LedgerHome;
import io.sluice.sandbox.simulation.world.Outside;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.Witness;
import io.sluice.sandbox.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folds the committed journal, and lets every invariant look at what happens. */
public final class Watch implements Witness {

    private final Map<String, Saga> sagas = new HashMap<>();
    private final Interventions interventions = new Interventions();
    private final LedgerBook book = new LedgerBook();
    private final Unpromised unpromised;
    private final List<Invariant> invariants;

    /**
     * @param flaw on which saga the machine may throw
     * @param catalogs every version of the catalog that is applied
     * @param clocksMayLie whether clocks are off by more than the margin
     */
    public Watch(World world, Providers providers, Sent sent, Flaw flaw, List<Catalog> catalogs, boolean clocksMayLie) {
        unpromised = new Unpromised(clocksMayLie);
        Contracts contracts = new Contracts(catalogs);
        invariants = List.of(
                new IntentBeforeCall(),
                new OneEffectOneKey(),
                new OneActOnce(contracts, sagas, unpromised),
                new SameKeyOtherPayload(),
                new NoDecisionNoEffect(),
                new OnlyWhoMay(world, sent),
                new MadeForItsVersion(
                        contracts,
                        Duration.ofMillis(2 * world.settings().clocks().bound())),
                new NothingIsSharedOut(contracts, sagas, book, unpromised),
                new ConditionsDecide(
                        contracts,
                        Duration.ofMillis(2 * world.settings().clocks().bound())),
                new UnknownIsNotFailed(providers, sagas, interventions, unpromised),
                new CompensationWithIntent(contracts, interventions),
                new CommittedIsReadBack(contracts, interventions),
                new StateIsTheFold(sagas),
                new NothingVanishes(world, sent),
                new DryRunsDoNothing(sent),
                new Progress(world, sagas, flaw),
                new NothingIsKeptFromOthers(world, sagas, book),
                new OpenSagasEndInTime(),
                new TenantsNeverMeet(),
                new PivotIsADoor(interventions, unpromised));
    }

    /** The state of a saga as the journal has it; null before its first event. */
    public @Nullable Saga saga(String sagaId) {
        return sagas.get(sagaId);
    }

    /** Every saga, as the journal has it. */
    public Map<String, Saga> sagas() {
        return sagas;
    }

    /** What holds at the end, when all is quiet. */
    public void atEnd() {
        invariants.forEach(Invariant::atEnd);
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        Saga before = sagas.get(line.sagaId());
        Saga after = Evolver.evolve(before, line.event(), line.at());
        if (after != null) {
            sagas.put(line.sagaId(), after);
        }
        for (Invariant invariant : invariants) {
            invariant.journaled(partition, line);
        }
        Recorded recorded = new Recorded(line.sagaId(), before, line.event(), after, line.at());
        interventions.recorded(recorded);
        for (Invariant invariant : invariants) {
            invariant.recorded(recorded);
        }
    }

    @Override
    public void reads(int partition, String incarnation, Inbound record) {
        for (Invariant invariant : invariants) {
            invariant.reads(partition, incarnation, record);
        }
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        for (Invariant invariant : invariants) {
            invariant.took(incarnation, record, journaled, told);
        }
    }

    @Override
    public void deadLettered(Inbound record, String reason) {
        for (Invariant invariant : invariants) {
            invariant.deadLettered(record, reason);
        }
    }

    @Override
    public void told(int partition, Output output) {
        for (Invariant invariant : invariants) {
            invariant.told(partition, output);
        }
    }

    @Override
    public void lifeBegan(int partition, String incarnation, AppProcess process) {
        for (Invariant invariant : invariants) {
            invariant.lifeBegan(partition, incarnation, process);
        }
    }

    @Override
    public void ledgerCommitted(LedgerHome home) {
        for (Invariant invariant : invariants) {
            invariant.ledgerCommitted(home);
        }
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        book.enter(event);
        for (Invariant invariant : invariants) {
            invariant.ledgered(home, event, at);
        }
    }

    @Override
    public void committed(SagaHome home, Set<String> touched) {
        for (Invariant invariant : invariants) {
            invariant.committed(home, touched);
        }
    }

    @Override
    public void said(int partition, OutcomeMessage message) {
        for (Invariant invariant : invariants) {
            invariant.said(partition, message);
        }
    }

    @Override
    public void fired(Intent intent, AppProcess process) {
        for (Invariant invariant : invariants) {
            invariant.fired(intent, process);
        }
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        unpromised.sent(intent, sinceCheck);
        for (Invariant invariant : invariants) {
            invariant.sent(intent, process, sinceCheck);
        }
    }

    @Override
    public void worked(Intent intent) {
        for (Invariant invariant : invariants) {
            invariant.worked(intent);
        }
    }

    @Override
    public void answered(Intent intent, Outside.Reply reply) {
        for (Invariant invariant : invariants) {
            invariant.answered(intent, reply);
        }
    }
}
