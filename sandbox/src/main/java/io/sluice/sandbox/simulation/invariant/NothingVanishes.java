package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Command;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.workload.Sent;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * 9. Every input ends as a change, a recorded duplicate or rejection, or a dead letter; one that comes again is no change
 * again; every command has a result.
 */
final class NothingVanishes extends Invariant {

    private final World world;
    private final Sent sent;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> intervened = new HashSet<>();
    private boolean deadLettered;

    NothingVanishes(World world, Sent sent) {
        super(9);
        this.world = world;
        this.sent = sent;
    }

    @Override
    public void deadLettered(Inbound record, String reason) {
        deadLettered = true;
        if (record instanceof Inbound.Proposed proposed) {
            answered.add(proposed.command().commandId());
        }
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        boolean leavesATrace = switch (record) {
            case Inbound.Proposed proposed -> true;
            case Inbound.Decided decided -> true;
            case Inbound.Operated operated -> true;
            case Inbound.Said said -> said.message() instanceof OutcomeMessage.Answered;
            case Inbound.LedgerAnswered answered -> true;
            case Inbound.Claimed claimed -> false;
            case Inbound.Permitted permitted -> false;
            case Inbound.NewCatalog applied -> false;
        };
        require(!leavesATrace || deadLettered || !journaled.isEmpty() || !told.isEmpty(), "%s leaves no trace", record);
        deadLettered = false;
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.AttemptEnded end) {
            require(
                    ended.add(end.intentId() + " " + end.result() + " " + end.endedAt()),
                    "the same outcome of %s is recorded twice",
                    end.intentId());
        } else if (recorded.event() instanceof SagaEvent.OperationApplied applied) {
            require(intervened.add(applied.operationId()), "operation %s takes effect twice", applied.operationId());
        }
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.PublishResult published) {
            answered.add(published.result().commandId());
        }
    }

    @Override
    void atEnd() {
        for (SagaHome home : world.homes()) {
            for (int topic = 0; topic < Inbound.TOPICS; topic++) {
                require(
                        home.unread(topic) == 0,
                        "%d records of topic %d of partition %d are never read",
                        home.unread(topic),
                        topic,
                        home.number());
            }
        }
        for (Command command : sent.commands()) {
            require(answered.contains(command.commandId()), "command %s has no result", command.commandId());
        }
    }
}
