package io.sluice.sandbox.simulation.invariant;

import io.sluice.partition.OpenAttempt;
import io.sluice.saga.Attempt;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** 8. The stored state is the fold of the journal, after every commit; no event is missing and none is there twice. */
final class StateIsTheFold extends Invariant {

    private final Map<String, Saga> folded;
    private final Map<String, Long> sequences = new HashMap<>();

    StateIsTheFold(Map<String, Saga> folded) {
        super(8);
        this.folded = folded;
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        if (line.sequence() == 0) {
            require(
                    line.event() instanceof SagaEvent.InputRejected || line.event() instanceof SagaEvent.DryRunAnswered,
                    "%s is journaled for no saga",
                    line.event().getClass().getSimpleName());
            return;
        }
        Long before = sequences.put(line.sagaId(), line.sequence());
        require(
                line.sequence() == (before == null ? 1 : before + 1),
                "event %s of %s follows event %s",
                line.sequence(),
                line.sagaId(),
                before);
    }

    @Override
    public void committed(SagaHome home, Set<String> touched) {
        if (!touched.isEmpty()) {
            attempts(home, touched);
        }
        for (String sagaId : touched) {
            Saga fold = folded.get(sagaId);
            Saga stored = home.committed().sagas().get(sagaId);
            if (fold == null) {
                require(stored == null, "%s is stored, but the journal does not know it", sagaId);
                continue;
            }
            require(stored != null, "%s is in the journal, but is not stored", sagaId);
            boolean isEnded = fold.status().isEnded();
            if (!(isEnded ? fold.stub() : fold).equals(stored)) {
                require(false, "%s is stored as %s, but the journal makes it %s", sagaId, stored, fold);
            }
            if (!isEnded && stored != null) {
                folded.put(sagaId, stored); // equal, and the next comparison finds most of it identical
            }
        }
    }

    /** What is derived from the state is stored with it: the attempts under way. */
    private void attempts(SagaHome home, Set<String> touched) {
        Set<String> stored = new HashSet<>();
        for (OpenAttempt attempt : home.committed().openAttempts()) {
            if (touched.contains(attempt.sagaId())) {
                stored.add(attempt.intentId());
            }
        }
        for (String sagaId : touched) {
            Saga saga = home.committed().sagas().get(sagaId);
            if (saga != null && saga.quarantine() == null) {
                for (Attempt attempt : saga.openAttempts()) {
                    require(stored.remove(attempt.intentId()), "attempt %s is not stored", attempt.intentId());
                }
            }
        }
        require(stored.isEmpty(), "attempts %s are stored, but are over", stored);
    }
}
