package io.sluice.saga;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.ReviewerDecision;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.Outcome;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a saga. Each input may come more than once and is idempotent against the state. */
public sealed interface Input {

    /** Names the input in a recorded rejection. */
    String id();

    /**
     * An agent proposes a command.
     *
     * @param distrust why its token does not prove what it says, in one sentence; null where there is none, or it does
     * @param target for a dry run, what the owner of its target last said of the version; else null
     */
    record Propose(
            Command command,
            @Nullable String distrust,
            @Nullable TargetVersion target) implements Input {

        /** A command in earnest, or a dry run for any version of its target. */
        public Propose(Command command, @Nullable String distrust) {
            this(command, distrust, null);
        }

        /** A command whose token, if it has one, was verified. */
        public Propose(Command command) {
            this(command, null, null);
        }

        @Override
        public String id() {
            return command.commandId();
        }
    }

    /**
     * A reviewer grants, rejects or withdraws.
     *
     * @param distrust why the decision must not be believed; null where its signature was verified
     */
    record Review(ReviewerDecision decision, DecisionKeys.@Nullable Distrust distrust) implements Input {

        /** A decision whose signature was verified. */
        public Review(ReviewerDecision decision) {
            this(decision, null);
        }

        @Override
        public String id() {
            return decision.approvalId();
        }
    }

    /** The sink reports what one attempt established. */
    record Answer(Outcome outcome) implements Input {
        @Override
        public String id() {
            return outcome.intentId();
        }
    }

    /**
     * The intent was written by an earlier life of the task: whether it was called is not known.
     *
     * @param cause why nobody can say, in words for the journal
     */
    record Doubt(String intentId, String cause) implements Input {
        @Override
        public String id() {
            return intentId;
        }
    }

    /** The intent was surely never acted on and never will be. */
    record NotFired(String intentId, String cause) implements Input {
        @Override
        public String id() {
            return intentId;
        }
    }

    /** A place has become free for an attempt that waits for one; it is the waiting effect's until this is decided. */
    record PlaceFreed(EffectRef effect) implements Input {
        @Override
        public String id() {
            return effect.toString();
        }
    }

    /** The claim ledger answers. */
    record ClaimAnswered(ClaimAnswer answer) implements Input {
        @Override
        public String id() {
            return answer.claimId();
        }
    }

    /** An operator intervenes. */
    record Operate(Operation operation) implements Input {
        @Override
        public String id() {
            return operation.operationId();
        }
    }

    /** Time has come for something: the machine looks at what is due at {@link Context#now()}. */
    record Due() implements Input {
        @Override
        public String id() {
            return "due";
        }
    }
}
