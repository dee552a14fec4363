package io.sluice.sandbox.simulation.world;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.Catalog;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Command;
import io.sluice.saga.Operation;

/** What a task reads, by the topic that it comes from. */
public sealed interface Inbound {

    /** The topic's place in the order of topics. */
    int topic();

    /** How many topics a task reads. */
    int TOPICS = 6;

    /** A catalog is applied. */
    record NewCatalog(Catalog catalog) implements Inbound {
        @Override
        public int topic() {
            return 0;
        }
    }

    /** An agent proposes. */
    record Proposed(Command command) implements Inbound {
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
}
