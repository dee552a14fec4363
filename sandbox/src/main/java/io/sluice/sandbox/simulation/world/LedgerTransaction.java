package io.sluice.sandbox.simulation.world;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.LedgerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a life of the ledger has written since its last commit. It becomes visible as a whole, or never. */
final class LedgerTransaction {

    private final List<Line> journal = new ArrayList<>();
    private final List<ClaimAnswer> answers = new ArrayList<>();
    private boolean read;

    /** One line of the ledger's journal. */
    record Line(LedgerEvent event, Instant at) {}

    void add(LedgerEvent event, Instant at) {
        journal.add(new Line(event, at));
    }

    void add(ClaimAnswer answer) {
        answers.add(answer);
    }

    /** Something was read, so that there are offsets to commit. */
    void advanced() {
        read = true;
    }

    boolean isEmpty() {
        return !read && journal.isEmpty() && answers.isEmpty();
    }

    List<Line> journal() {
        return journal;
    }

    List<ClaimAnswer> answers() {
        return answers;
    }

    void clear() {
        journal.clear();
        answers.clear();
        read = false;
    }
}
