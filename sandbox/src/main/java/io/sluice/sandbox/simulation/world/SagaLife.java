package io.sluice.sandbox.simulation.world;

import io.sluice.approval.ReviewerDecision;
import io.sluice.claim.ClaimAnswer;
import io.sluice.effect.OutcomeMessage;
import io.sluice.identity.NamedAgent;
import io.sluice.identity.Verification;
import io.sluice.partition.Partition;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.SagaFailureException;
import io.sluice.partition.Sink;
import io.sluice.partition.Surroundings;
import io.sluice.saga.Command;
import io.sluice.saga.Input;
import io.sluice.saga.Operation;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.machine.DryRunTargets;
import io.sluice.saga.machine.PreIssued;
import java.time.Duration;
import java.util.List;

/** One life of a partition of the machine: gives what it reads to the real {@link Partition}. */
final class SagaLife extends Life {

    private static final Duration TIMER_BUDGET = Duration.ofMillis(50);

    private final SagaHome home;
    private final PartitionState state;
    private final Transaction transaction = new Transaction();
    private final SimulatedSink sink;
    private final Partition partition;
    private int decisions;

    SagaLife(World world, SagaHome home, AppProcess process) {
        super(world, home, process, "p");
        this.home = home;
        state = home.committed().copy();
        sink = new SimulatedSink(world, home, process, incarnation(), () -> state.catalog);
        PartitionStore store = world.seams().store().apply(new MemoryStore(state, transaction));
        Sink calls = world.seams().sink().apply(sink);
        partition = new Partition(store, calls, surroundings(), incarnation(), this::wakeAt);
    }

    @Override
    void begin() {
        sink.channel().send(home, new OutcomeMessage.TaskOpened(incarnation(), now()));
        super.begin();
    }

    @Override
    void deal(TopicLog.Entry entry) {
        transaction.advanced();
        int before = transaction.journal().size();
        int told = transaction.outputs().size();
        world().witness().reads(home.number(), incarnation(), entry.record());
        try {
            take(entry.record(), entry.offset());
        } catch (SagaFailureException e) {
            world().witness().deadLettered(entry.record(), "internal_error");
        }
        List<Transaction.Line> journal = transaction.journal();
        List<Output> outputs = transaction.outputs();
        world().witness()
                .took(
                        incarnation(),
                        entry.record(),
                        journal.subList(before, journal.size()),
                        outputs.subList(told, outputs.size()));
    }

    @Override
    void fireTimers() {
        partition.fireTimers(TIMER_BUDGET);
    }

    @Override
    boolean isClean() {
        return transaction.isEmpty();
    }

    @Override
    void commit(int[] upTo) {
        home.commit(transaction, upTo);
    }

    @Override
    void forget() {
        home.abort(transaction);
    }

    @Override
    void lastWords() {
        partition.close();
    }

    private void take(Inbound record, long offset) {
        switch (record) {
            case Inbound.NewCatalog applied -> {
                MemoryChanges changes = new MemoryChanges(state, transaction);
                changes.catalog(to -> to.catalog = applied.catalog());
                partition.wakeDeferred(changes);
                changes.apply();
            }
            case Inbound.Proposed proposed -> propose(proposed(proposed.command(), proposed.tokens()));
            case Inbound.Decided decided -> decided(record, decided.decision());
            case Inbound.Operated operated -> {
                Operation operation = operated.operation();
                ofTenant(record, operation.tenantId(), operation.sagaId(), new Input.Operate(operation));
            }
            case Inbound.Said said -> partition.outcome(said.message());
            case Inbound.Permitted permitted -> partition.intent(permitted.intent(), offset);
            case Inbound.LedgerAnswered answered ->
                partition.take(answered.answer().sagaId(), answered(answered.answer()));
            case Inbound.Claimed claimed -> throw new IllegalStateException("only the ledger reads " + claimed);
        }
    }

    /** As the shell does: who proposes is found out here alone. */
    private Input.Propose proposed(Command command, List<String> tokens) {
        NamedAgent named = new NamedAgent(command.agentId(), command.tenantId(), command.runId());
        return switch (world().trust().verify(tokens, named, now())) {
            case Verification.Proven proven -> new Input.Propose(command.identified(proven.identity()));
            case Verification.NotAsked notAsked -> new Input.Propose(command.identified(null));
            case Verification.Refused refused -> new Input.Propose(command.identified(null), refused.why());
        };
    }

    /** As the shell does: a dry run that goes by a version of its target goes to the ledger and comes back. */
    private void propose(Input.Propose proposed) {
        Command command = proposed.command();
        if (proposed.distrust() == null && DryRunTargets.isToAsk(command)) {
            MemoryChanges changes = new MemoryChanges(state, transaction);
            changes.publish(List.of(new Output.SendClaim(DryRunTargets.ask(command, world().bytes(command)))));
            changes.apply();
        } else {
            partition.take(SagaIds.of(command), proposed);
        }
    }

    private Input answered(ClaimAnswer answer) {
        return answer.dryRun() == null
                ? new Input.ClaimAnswered(answer)
                : new Input.Propose(world().command(answer.dryRun()), null, answer.target());
    }

    private void decided(Inbound record, ReviewerDecision decision) {
        Input.Review review =
                new Input.Review(decision, world().trust().distrust(decision).orElse(null));
        if (PreIssued.isMeant(decision)) {
            preIssued(review);
        } else {
            ofTenant(record, decision.tenantId(), decision.sagaId(), review);
        }
    }

    /** As the shell does: goes on to the ledger, or is refused. */
    private void preIssued(Input.Review review) {
        ReviewerDecision decision = review.decision();
        MemoryChanges changes = new MemoryChanges(state, transaction);
        PreIssued.problem(review)
                .ifPresentOrElse(
                        problem -> changes.journal(
                                decision.sagaId(),
                                0,
                                List.of(new SagaEvent.InputRejected(
                                        "review", decision.approvalId(), problem.reason(), problem.detail())),
                                now()),
                        () -> changes.publish(List.of(new Output.SendClaim(PreIssued.message(decision)))));
        changes.apply();
    }

    private void ofTenant(Inbound record, String tenant, String sagaId, Input input) {
        if (sagaId.startsWith(tenant + "/")) {
            partition.take(sagaId, input);
        } else {
            world().witness().deadLettered(record, "tenant_mismatch");
        }
    }

    private Surroundings surroundings() {
        return new Surroundings(
                world().seams().machine(),
                () -> world().seams().catalog().apply(state.catalog),
                world().seams().policy(),
                world().settings().limits(),
                process().clock(),
                () -> world().chance().unit(Draw.JITTER, number(), decisions++));
    }
}
