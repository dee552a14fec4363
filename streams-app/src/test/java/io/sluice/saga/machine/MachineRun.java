package io.sluice.saga.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.Intent;
import io.sluice.policy.Policy;
import io.sluice.saga.Approval;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.Evolver;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Places;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays inputs to the pure machine, with a clock of its own, and keeps what it decides. After every input it checks that
 * folding the journal gives the state (invariant 8).
 */
abstract class MachineRun {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Limits LIMITS = Limits.DEFAULTS;

    private final List<Recorded> journal = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    /** What the journal tells, and what the partition keeps of it. */
    private @Nullable Saga saga;

    private @Nullable Saga kept;
    private Decision.@Nullable Rejected rejection;
    private int inputs;
    Policy policy = new TestPolicy();
    Catalog catalog;
    Places places = Places.UNBOUNDED;
    Instant now = START;
    double jitter;
    String incarnation = "first";

    private record Recorded(SagaEvent event, Instant at) {}

    MachineRun(Catalog catalog) {
        this.catalog = catalog;
    }

    String rejectionDetail() {
        return Objects.requireNonNull(rejection, "nothing was rejected").detail();
    }

    Decision.@Nullable Rejected rejection() {
        return rejection;
    }

    Stream<Output> outputs() {
        return outputs.stream();
    }

    Saga saga() {
        if (saga == null) {
            throw new AssertionError("no saga was begun\n" + trace());
        }
        return saga;
    }

    Approval approvalOf(String step) {
        return Objects.requireNonNull(effect(step).approval(), "no approval was asked for");
    }

    @Nullable
    ConfirmedBy confirmedBy(String step) {
        Confirmation confirmation = effect(step).confirmation();
        return confirmation == null ? null : confirmation.confirmedBy();
    }

    Effect effect(String step) {
        return saga().step(step).orElseThrow().forward();
    }

    boolean hasSaga() {
        return saga != null;
    }

    Instant now() {
        return now;
    }

    List<Intent> intents() {
        return List.copyOf(intents);
    }

    Intent openIntent() {
        String open = saga().openAttempts().getFirst().intentId();
        return intents.stream()
                .filter(intent -> intent.intentId().equals(open))
                .findFirst()
                .orElseThrow();
    }

    /** What the proposer of a command was last told. */
    CommandResult resultOf(String commandId) {
        return outputs.stream()
                .filter(Output.PublishResult.class::isInstance)
                .map(output -> ((Output.PublishResult) output).result())
                .filter(result -> result.commandId().equals(commandId))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("command " + commandId + " was told nothing\n" + trace()));
    }

    CommandResult lastResult() {
        return outputs.stream()
                .filter(Output.PublishResult.class::isInstance)
                .map(output -> ((Output.PublishResult) output).result())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    Stream<SagaEvent> events() {
        return journal.stream().map(Recorded::event);
    }

    void take(Input input) {
        Context context = new Context(now, catalog, policy, LIMITS, places, incarnation, jitter);
        rejection = null;
        switch (Decider.decide(kept, input, context)) {
            case Decision.Rejected rejected -> rejection = rejected;
            case Decision.Accepted accepted -> accepted.events().forEach(event -> record(event, context));
        }
        inputs++;
        saga = replayed();
        kept = kept(kept);
        assertThat(kept).as("invariant 8 after input " + inputs).isEqualTo(kept(saga));
    }

    private void record(SagaEvent event, Context context) {
        journal.add(new Recorded(event, context.now()));
        kept = Evolver.evolve(kept, event, context.now());
        if (kept == null) {
            assertThat(event).as("an accepted decision leaves a saga").isInstanceOf(SagaEvent.DryRunAnswered.class);
            return;
        }
        for (Output output : Reactor.react(kept, event, context)) {
            outputs.add(output);
            if (output instanceof Output.SendIntent send) {
                intents.add(send.intent());
            }
        }
    }

    /** An ended saga is kept as the partition keeps it. */
    private static @Nullable Saga kept(@Nullable Saga whole) {
        return whole != null && whole.status().isEnded() ? whole.stub() : whole;
    }

    private @Nullable Saga replayed() {
        Saga folded = null;
        for (Recorded recorded : journal) {
            folded = Evolver.evolve(folded, recorded.event(), recorded.at());
        }
        return folded;
    }

    String trace() {
        StringBuilder trace = new StringBuilder("the journal so far:\n");
        journal.forEach(recorded -> trace.append("  ").append(recorded.event()).append('\n'));
        if (rejection != null) {
            trace.append("  rejected: ").append(rejection).append('\n');
        }
        return trace.toString();
    }
}
