package io.sluice.sandbox.simulation.invariant;

import io.sluice.saga.Command;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.workload.Sent;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** 4. What is not from whom it says is refused: nothing is begun, decided or told because of it. */
final class OnlyWhoMay extends Invariant {

    private final World world;
    private final Sent sent;
    private final Set<String> withCatalog = new HashSet<>();

    OnlyWhoMay(World world, Sent sent) {
        super(4);
        this.world = world;
        this.sent = sent;
    }

    @Override
    public void lifeBegan(int partition, String incarnation, AppProcess process) {
        boolean isKnown = world.homes().stream()
                .anyMatch(home -> home.number() == partition && home.committed().hasCatalog());
        if (isKnown) {
            withCatalog.add(incarnation);
        }
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        if (record instanceof Inbound.NewCatalog) {
            withCatalog.add(incarnation);
        }
        boolean isQuarantine = journaled.stream().anyMatch(line -> line.event() instanceof SagaEvent.SagaQuarantined);
        if (!sent.isForged(record) || isQuarantine || isEarly(incarnation, record)) {
            return;
        }
        for (Transaction.Line line : journaled) {
            require(line.event() instanceof SagaEvent.InputRejected, "%s comes of what is forged", line.event());
        }
        for (Output output : told) {
            require(
                    output instanceof Output.PublishResult published
                            && published.result().state().equals("rejected"),
                    "%s comes of what is forged",
                    output);
        }
    }

    /** Without a catalog nobody knows yet whether agents have to prove who they are. */
    private boolean isEarly(String incarnation, Inbound record) {
        return record instanceof Inbound.Proposed proposed
                && proposed.tokens().isEmpty()
                && !withCatalog.contains(incarnation);
    }

    /** Once there is one, nothing is planned that nobody has vouched for. */
    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.SagaStarted started -> planned(started.command());
            case SagaEvent.StepAdded added -> planned(added.command());
            default -> {}
        }
    }

    private void planned(Command command) {
        require(
                !sent.isGuarded() || command.identity() != null,
                "command %s is planned, and nobody has vouched for %s",
                command.commandId(),
                command.agentId());
    }
}
