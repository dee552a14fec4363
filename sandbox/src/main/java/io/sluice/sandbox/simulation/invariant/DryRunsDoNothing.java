package io.sluice.sandbox.simulation.invariant;

import io.sluice.claim.ClaimMessage;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.workload.Sent;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** 9. A dry run is answered, once for each time it was sent, and nothing else comes of it. */
final class DryRunsDoNothing extends Invariant {

    private final Sent sent;
    private final Map<String, Integer> answers = new HashMap<>();
    private final Set<String> givenUp = new HashSet<>();

    DryRunsDoNothing(Sent sent) {
        super(9);
        this.sent = sent;
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        boolean isQuarantine = journaled.stream().anyMatch(line -> line.event() instanceof SagaEvent.SagaQuarantined);
        if (!isDryRun(record) || isQuarantine) {
            return;
        }
        for (Transaction.Line line : journaled) {
            require(
                    line.event() instanceof SagaEvent.DryRunAnswered || line.event() instanceof SagaEvent.InputRejected,
                    "%s comes of a dry run",
                    line.event());
        }
        for (Output output : told) {
            require(output instanceof Output.PublishResult || isQuestion(output), "%s comes of a dry run", output);
        }
    }

    private static boolean isDryRun(Inbound record) {
        return switch (record) {
            case Inbound.Proposed proposed -> proposed.command().dryRun();
            case Inbound.LedgerAnswered answered -> answered.answer().dryRun() != null;
            default -> false;
        };
    }

    /** It asks for the version of its target. */
    private static boolean isQuestion(Output output) {
        return output instanceof Output.SendClaim claim
                && claim.message() instanceof ClaimMessage.VersionAsk ask
                && ask.dryRun() != null;
    }

    @Override
    public void deadLettered(Inbound record, String reason) {
        if (record instanceof Inbound.Proposed proposed) {
            givenUp.add(proposed.command().commandId());
        }
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.DryRunAnswered answered) {
            Saga before = recorded.before();
            Saga after = recorded.after();
            require(
                    before == null ? after == null : after != null && isSame(before, after),
                    "dry run %s changes saga %s",
                    answered.commandId(),
                    recorded.sagaId());
        }
    }

    private static boolean isSame(Saga before, Saga after) {
        return before.status() == after.status()
                && before.steps().equals(after.steps())
                && before.claims().equals(after.claims());
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.PublishResult published) {
            CommandResult result = published.result();
            answers.merge(result.commandId(), 1, Integer::sum);
        }
    }

    @Override
    void atEnd() {
        Map<String, Integer> asked = new HashMap<>();
        Set<String> inEarnest = new HashSet<>();
        for (Command command : sent.commands()) {
            if (command.dryRun()) {
                asked.merge(command.commandId(), 1, Integer::sum);
            } else {
                inEarnest.add(command.commandId());
            }
        }
        asked.forEach((id, times) -> require(
                inEarnest.contains(id) || givenUp.contains(id) || times.equals(answers.get(id)),
                "dry run %s was sent %d times, and answered %d times",
                id,
                times,
                answers.getOrDefault(id, 0)));
    }
}
