package io.sluice.sandbox.simulation.world;

import io.sluice.claim.ClaimMessage;
import io.sluice.claim.Ledger;
import io.sluice.claim.LedgerChanges;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.LedgerLimits;
import java.time.Instant;
import java.util.List;

/** One life of a partition of the claim ledger: gives what it reads, and the passing of time, to the real {@link Ledger}. */
final class LedgerLife extends Life {

    private final LedgerHome home;
    private final LedgerMemory state;
    private final LedgerTransaction transaction = new LedgerTransaction();
    private final LedgerRules rules;
    private final Instant endsLeasesFrom;

    LedgerLife(World world, LedgerHome home, AppProcess process) {
        super(world, home, process, "c");
        this.home = home;
        state = home.committed().copy();
        rules = world.seams().ledger();
        endsLeasesFrom = now().plus(Ledger.GRACE);
    }

    @Override
    void begin() {
        super.begin();
        wakeInTime();
    }

    @Override
    void deal(TopicLog.Entry entry) {
        transaction.advanced();
        world().witness().reads(home.number(), incarnation(), entry.record());
        if (!(entry.record() instanceof Inbound.Claimed claimed)) {
            throw new IllegalStateException("the ledger reads nothing like " + entry.record());
        }
        ClaimMessage message = claimed.message();
        if (message instanceof ClaimMessage.VersionAsk ask && ask.dryRun() != null) {
            transaction.add(Ledger.answerDryRun(state, ask));
        } else {
            write(rules.decide(state, message, now(), limits()));
        }
        wakeInTime();
    }

    @Override
    void fireTimers() {
        for (LedgerMemory.Due due : state.due(now(), endsLeasesFrom)) {
            write(rules.due(state, due.key(), due.claimId(), now(), limits()));
        }
        wakeInTime();
    }

    @Override
    boolean isClean() {
        return transaction.isEmpty();
    }

    @Override
    void commit(int[] upTo) {
        home.commit(transaction, upTo);
    }

    @Override
    void forget() {
        transaction.clear();
    }

    @Override
    void lastWords() {
        // a task of the ledger has none
    }

    private void write(List<LedgerEvent> events) {
        LedgerChanges changes = new LedgerChanges(state);
        for (LedgerEvent event : events) {
            changes.evolve(event);
            transaction.add(event, now());
            rules.answer(changes, event).ifPresent(transaction::add);
        }
        state.evolve(events);
    }

    private void wakeInTime() {
        state.nextDue(endsLeasesFrom).ifPresent(this::wakeAt);
    }

    private LedgerLimits limits() {
        return world().ledgerLimits();
    }
}
