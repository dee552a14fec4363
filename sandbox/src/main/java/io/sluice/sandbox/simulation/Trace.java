package io.sluice.sandbox.simulation;

import io.sluice.claim.LedgerEvent;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Command;
import io.sluice.saga.Output;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Boundary;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.LedgerHome;
import io.sluice.sandbox.simulation.world.Outside;
import io.sluice.sandbox.simulation.world.Timeline;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.Witness;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Tells a schedule line by line: true time in milliseconds, who, what. Sagas have short names in it: A, B, C. */
public final class Trace implements Witness {

    private static final int LONGEST = 220;

    private final Timeline timeline;
    private final Consumer<String> lines;
    private final Map<String, String> names = new HashMap<>();

    /**
     * @param lines takes one line after the other
     */
    public Trace(Timeline timeline, Consumer<String> lines) {
        this.timeline = timeline;
        this.lines = lines;
    }

    @Override
    public void happens(String what) {
        line("world", "!! " + what);
    }

    @Override
    public void processStarted(AppProcess process) {
        line("world", process + " starts, its clock " + process.clock().error() + " ms ahead");
    }

    @Override
    public void lifeBegan(int partition, String incarnation, AppProcess process) {
        line(incarnation, "begins in " + process);
    }

    @Override
    public void lifeEnded(int partition, String incarnation, String how) {
        line(incarnation, how);
    }

    @Override
    public void reads(int partition, String incarnation, Inbound record) {
        line(
                incarnation,
                "reads "
                        + switch (record) {
                            case Inbound.NewCatalog applied -> "a catalog";
                            case Inbound.Proposed proposed -> "command " + command(proposed.command());
                            case Inbound.Decided decided ->
                                "decision " + decided.decision().verdict() + " of "
                                        + decided.decision().reviewerId() + " for "
                                        + decided.decision().approvalId();
                            case Inbound.Operated operated -> "operation " + operated.operation();
                            case Inbound.Said said -> message(said.message());
                            case Inbound.LedgerAnswered answered -> "answer of the ledger " + answered.answer();
                            case Inbound.Claimed claimed ->
                                claimed.message().getClass().getSimpleName() + " " + claimed.message();
                            case Inbound.Permitted permitted ->
                                "its intent " + permitted.intent().intentId();
                        });
    }

    @Override
    public void deadLettered(Inbound record, String reason) {
        line("", "  gives it up: " + reason);
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        for (Transaction.Line event : journaled) {
            line("", "  decides " + event(event.event()));
        }
    }

    @Override
    public void timersFire(int partition, String incarnation) {
        line(incarnation, "fires what is due");
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        line("journal " + partition, name(line.sagaId()) + " " + line.sequence() + " " + event(line.event()));
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        line("ledger " + home.number(), event.toString());
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.SendIntent send) {
            line("log " + partition, "intent " + send.intent().intentId() + " is committed");
        }
    }

    @Override
    public void said(int partition, OutcomeMessage message) {
        line("log " + partition, message(message));
    }

    @Override
    public void boundary(int number, Boundary boundary, AppProcess process) {
        line(
                "",
                "  (boundary " + number + ", "
                        + boundary.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
    }

    @Override
    public void fired(Intent intent, AppProcess process) {
        line(process.toString(), "may call for " + intent.intentId());
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        line(process.toString(), "calls " + intent.request().provider() + " for " + intent.intentId());
    }

    @Override
    public void worked(Intent intent) {
        line(intent.request().provider(), "DOES the work for " + intent.intentId());
    }

    @Override
    public void answered(Intent intent, Outside.Reply reply) {
        line(intent.request().provider(), "answers " + reply.kind() + " for " + intent.intentId());
    }

    private static String message(OutcomeMessage message) {
        return switch (message) {
            case OutcomeMessage.Answered answered -> outcome(answered.outcome());
            case OutcomeMessage.TaskOpened opened -> opened.incarnation() + " says that it is there";
            case OutcomeMessage.TaskClosed closed ->
                closed.incarnation() + " says that it called nothing from intent " + closed.nextIntentOffset() + " on";
        };
    }

    private static String outcome(Outcome outcome) {
        String error = outcome.error();
        return "outcome " + outcome.result() + " of " + outcome.intentId() + (error == null ? "" : " (" + error + ")");
    }

    private static String event(SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaStarted started -> "SagaStarted " + command(started.command());
            case SagaEvent.SagaOpened opened ->
                "SagaOpened " + command(opened.command()) + ", until " + opened.deadline();
            case SagaEvent.StepAdded added -> "StepAdded " + command(added.command());
            case SagaEvent.RequestRendered rendered -> "RequestRendered " + rendered.effect();
            case SagaEvent.PolicyDecided decided ->
                "PolicyDecided " + decided.effect() + " " + decided.verdict() + " at " + decided.phase();
            case SagaEvent.AttemptStarted started ->
                "AttemptStarted " + started.attempt().intentId() + ", not after "
                        + started.attempt().notAfter();
            default -> event.toString();
        };
    }

    private static String command(Command command) {
        SagaAction action = command.sagaAction();
        String what = action == null ? command.proposed() : action + " " + command.saga();
        return command.commandId() + ": " + (action == SagaAction.ADD_STEP ? what + " " + command.tool() : what);
    }

    private String name(String sagaId) {
        return names.computeIfAbsent(sagaId, id -> String.valueOf((char) ('A' + names.size() % 26)));
    }

    private void line(String who, String what) {
        String text = what;
        for (Map.Entry<String, String> known : names.entrySet()) {
            text = text.replace(known.getKey(), known.getValue());
        }
        text = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        lines.accept("%9d  %-12s %s".formatted(timeline.now(), who, text));
    }
}
