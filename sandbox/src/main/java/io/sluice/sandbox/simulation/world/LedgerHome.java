package io.sluice.sandbox.simulation.world;

import io.sluice.claim.ClaimAnswer;
import java.util.List;

/** Where one partition of the claim ledger is kept, with its committed state. */
public final class LedgerHome extends Home {

    private final LedgerMemory committed = new LedgerMemory();

    LedgerHome(World world, int number) {
        super(world, number, 1);
    }

    @Override
    Life life(AppProcess process) {
        return new LedgerLife(world(), this, process);
    }

    /** What is committed. */
    public LedgerMemory committed() {
        return committed;
    }

    /** Makes everything visible that a transaction holds, and the offsets that it has read. */
    void commit(LedgerTransaction transaction, int[] upTo) {
        for (LedgerTransaction.Line line : transaction.journal()) {
            committed.evolve(List.of(line.event()));
            world().witness().ledgered(this, line.event(), line.at());
        }
        for (ClaimAnswer answer : transaction.answers()) {
            world().home(answer.sagaId()).append(new Inbound.LedgerAnswered(answer));
        }
        read(upTo);
        transaction.clear();
        world().witness().ledgerCommitted(this);
        wake();
    }
}
