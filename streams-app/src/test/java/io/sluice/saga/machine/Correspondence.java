package io.sluice.saga.machine;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.MemoryLedger;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import java.util.IdentityHashMap;
import java.util.List;

/** What sagas and one real claim ledger say to each other, in the order that a test chooses. */
final class Correspondence {

    private final MemoryLedger ledger = new MemoryLedger(MemoryLedger.LIMITS);
    private final IdentityHashMap<Scenario, Integer> read = new IdentityHashMap<>();

    /** All that the saga ever told the ledger. */
    static List<ClaimMessage> told(Scenario saga) {
        return saga.outputs()
                .filter(Output.SendClaim.class::isInstance)
                .map(output -> ((Output.SendClaim) output).message())
                .toList();
    }

    MemoryLedger ledger() {
        return ledger;
    }

    /** The ledger takes what the saga has told it since the last time; what it answers is still on its way. */
    List<ClaimAnswer> answersTo(Scenario saga) {
        List<ClaimMessage> told = told(saga);
        List<ClaimMessage> unread = told.subList(read.getOrDefault(saga, 0), told.size());
        read.put(saga, told.size());
        ledger.now = saga.now();
        return unread.stream().flatMap(message -> ledger.take(message).stream()).toList();
    }

    Correspondence hears(Scenario saga, ClaimAnswer answer) {
        saga.take(new Input.ClaimAnswered(answer));
        return this;
    }

    /** They talk until neither has anything to say; what the ledger says to others is lost. */
    Scenario settle(Scenario saga) {
        List<ClaimAnswer> answers = answersTo(saga);
        while (!answers.isEmpty()) {
            answers.stream()
                    .filter(answer -> answer.sagaId().equals(saga.saga().sagaId()))
                    .forEach(answer -> hears(saga, answer));
            answers = answersTo(saga);
        }
        return saga;
    }
}
