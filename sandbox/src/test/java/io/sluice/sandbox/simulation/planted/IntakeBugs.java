package io.sluice.sandbox.simulation.planted;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.ReviewerDecision;
import io.sluice.identity.AgentIdentity;
import io.sluice.identity.NamedAgent;
import io.sluice.identity.Verification;
import io.sluice.partition.Changes;
import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.sandbox.simulation.world.Seams;
import io.sluice.sandbox.simulation.world.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bugs in what is believed of who writes, and in what is not meant in earnest. */
final class IntakeBugs {

    private IntakeBugs() {}

    /** Whoever writes to the topic may approve. */
    static Seams signatureNotChecked() {
        return Seams.NONE.withTrust(new Trust() {
            @Override
            public Optional<DecisionKeys.Distrust> distrust(ReviewerDecision decision) {
                return Optional.empty();
            }
        });
    }

    /** Any token proves everything. */
    static Seams tokenNotChecked() {
        return Seams.NONE.withTrust(new Trust() {
            @Override
            public Verification verify(List<String> tokens, NamedAgent named, Instant at) {
                return tokens.isEmpty()
                        ? Trust.super.verify(tokens, named, at)
                        : new Verification.Proven(new AgentIdentity("any", List.of("worker")));
            }
        });
    }

    /** Where agents have to prove who they are, what they say of themselves is enough. */
    static Machine nameTakenForProof() {
        return proposing(propose -> propose.command().identity() == null
                ? new Input.Propose(
                        propose.command().identified(new AgentIdentity("itself", List.of("worker"))),
                        propose.distrust(),
                        propose.target())
                : propose);
    }

    /** Nobody looks at whether a command is meant in earnest. */
    static Machine dryRunInEarnest() {
        return proposing(
                propose -> new Input.Propose(propose.command().inEarnest(), propose.distrust(), propose.target()));
    }

    /** Whoever asks is told, and told again. */
    static Seams dryRunAnsweredTwice() {
        return Seams.NONE.withStore(real -> new OtherStore(real) {
            @Override
            public Changes changes() {
                return new OtherChanges(super.changes()) {
                    @Override
                    public void publish(List<Output> outputs) {
                        super.publish(outputs);
                        super.publish(outputs.stream()
                                .filter(output -> output instanceof Output.PublishResult published
                                        && published.result().plan() != null)
                                .toList());
                    }
                };
            }
        });
    }

    @FunctionalInterface
    private interface Proposing {
        Input.Propose apply(Input.Propose propose);
    }

    private static Machine proposing(Proposing change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(
                        saga, input instanceof Input.Propose propose ? change.apply(propose) : input, context);
            }
        };
    }
}
