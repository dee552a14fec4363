package io.sluice.sandbox.simulation.world;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.Catalog;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Command;
import io.sluice.saga.Operation;
import java.util.List;

/** What a task of the machine or of the claim ledger reads, by the topic that it comes from. */
public sealed interface Inbound {

    /** The topic's place in the order of topics. */
    int topic();

    /** How many topics a task of the machine reads. */
    int TOPICS = 7;

    /** A catalog is applied. */
    record NewCatalog(Catalog catalog) implements Inbound {
        @Override
        public int topic() {
            return 0;
        }
    }

    /** An agent proposes, with as many tokens as it likes. */
    record Proposed(Command command, List<String> tokens) implements Inbound {
        @Override
        public int topic() {
            return 1;
        }
    }

    /** A reviewer decides. */
    record Decided(ReviewerDecision decision) implements Inbound {
        @Override
        public int topic() {
            return 2;
        }
    }

    /** An operator intervenes. */
    record Operated(Operation operation) implements Inbound {
        @Override
        public int topic() {
            return 3;
        }
    }

    /** A sink or a task has said something. */
    record Said(OutcomeMessage message) implements Inbound {
        @Override
        public int topic() {
            return 4;
        }
    }

    /** An intent comes back after its commit. */
    record Permitted(Intent intent) implements Inbound {
        @Override
        public int topic() {
            return 5;
        }
    }

    /** The claim ledger answers a saga. */
    record LedgerAnswered(ClaimAnswer answer) implements Inbound {
        @Override
        public int topic() {
            return 6;
        }
    }

    /** A saga or a reviewer tells the claim ledger something: all that a task of the ledger reads. */
    record Claimed(ClaimMessage message) implements Inbound {
        @Override
        public int topic() {
            return 0;
        }
    }
}
