package io.sluice.query.view;

import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.identity.AgentIdentity;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Evolver;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Places;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.machine.Decider;
import io.sluice.saga.machine.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A saga of a small catalog, driven by the real machine, with its journal as the views would hold it. */
public final class Journal {
    public static final Instant START = Instant.parse("2026-01-01T09:00:00Z");

    private final CatalogSnapshot catalog;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private @Nullable Saga saga;
    private @Nullable Intent open;
    private Instant now = START;

    private Journal(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** An enforcement notice is proposed. */
    public static Journal ofNotice() throws IOException, CatalogException {
        Path file = Path.of("src/test/resources/query/notice.yaml");
        List<String> documents = CatalogParser.parse(file.toString(), Files.readString(file)).stream()
                .map(CatalogDocument::json)
                .toList();
        return new Journal(CatalogSnapshot.of(documents)).input(new Input.Propose(notice("c-1", "case-17")));
    }

    public static Command notice(String commandId, String caseId) {
        return new Command(
                        commandId,
                        "city",
                        "run-1",
                        "notice-" + caseId,
                        "agent-7",
                        null,
                        "enforcement-notice",
                        "case",
                        caseId,
                        null,
                        "letter-17",
                        "3",
                        "p-4711",
                        null,
                        "payment is overdue",
                        List.of("ledger/17"),
                        "{}",
                        false,
                        null,
                        START)
                .identified(new AgentIdentity("k1", List.of("case-agent")));
    }

    public Journal grant(String reviewer) {
        return review(Verdict.GRANT, reviewer, null);
    }

    public Journal reject(String reviewer, String reason) {
        return review(Verdict.REJECT, reviewer, reason);
    }

    /** The provider answers the call under way. */
    public Journal answer(OutcomeResult result, int status, @Nullable String reference, @Nullable String error) {
        now = now.plusMillis(20);
        Intent intent = open;
        if (intent == null) {
            throw new IllegalStateException("no call is under way");
        }
        return input(new Input.Answer(new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                result,
                status,
                reference,
                reference == null ? null : "{\"id\":\"" + reference + "\"}",
                null,
                result == OutcomeResult.SUCCEEDED,
                error,
                0,
                now,
                now)));
    }

    public Journal passes(Duration duration) {
        now = now.plus(duration);
        return input(new Input.Due());
    }

    public Saga saga() {
        Saga current = saga;
        if (current == null) {
            throw new IllegalStateException("nothing was proposed");
        }
        return current;
    }

    public List<HistoryEntry> entries() {
        return List.copyOf(entries);
    }

    private Journal review(Verdict verdict, String reviewer, @Nullable String reason) {
        now = now.plusSeconds(60);
        Approval approval = saga().effects()
                .map(effect -> effect.approval())
                .filter(asked -> asked != null)
                .findFirst()
                .orElseThrow();
        return input(new Input.Review(new ReviewerDecision(
                approval.approvalId(),
                "city",
                saga().sagaId(),
                verdict,
                approval.requestHash(),
                reviewer,
                null,
                reason,
                GrantSubjects.of(saga(), approval.approvalId()).orElseThrow(),
                null,
                now)));
    }

    private Journal input(Input input) {
        Context context =
                new Context(now, catalog, new BuiltInPolicy(), Limits.DEFAULTS, Places.UNBOUNDED, "life-1", 0.0);
        List<SagaEvent> events = switch (Decider.decide(saga, input, context)) {
            case Decision.Accepted accepted -> accepted.events();
            case Decision.Rejected rejected ->
                List.of(new SagaEvent.InputRejected(
                        input.getClass().getSimpleName(), input.id(), rejected.reason(), rejected.detail()));
        };
        for (SagaEvent event : events) {
            saga = Evolver.evolve(saga, event, now);
            long number = entries.size() + 1L;
            HistoryEntry.of(JournalEntry.ofSaga(
                            "acme", saga().sagaId(), number, number, JournalEntry.NO_HASH, now, List.of(event)))
                    .forEach(entries::add);
            Reactor.react(saga(), event, context).forEach(this::output);
        }
        return this;
    }

    private void output(Output output) {
        if (output instanceof Output.SendIntent send) {
            open = send.intent();
        }
    }
}
