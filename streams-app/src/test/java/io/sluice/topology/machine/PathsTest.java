package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.CommandResult;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaIds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paths of a saga that the tests of the core tell in full, each once through the topology. */
class PathsTest {

    static final String TRIP = """
            kind: tool
            name: hold
            effect_type: internal_mutation
            reversibility: compensable
            provider: p
            timeout: 1s
            call: {method: POST, path: /hold, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            lookup: {request: {path: /hold, query: {key: $/idempotency_key}}, found: /items/0}
            compensation: {tool: release, arguments: {hold: $/forward/external_ref}}
            ---
            kind: tool
            name: release
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            timeout: 1s
            call: {method: POST, path: /release, headers: {Idempotency-Key: $/idempotency_key}, body: {hold: $/arguments/hold}}
            ---
            kind: tool
            name: pay
            effect_type: internal_mutation
            reversibility: pivot
            provider: p
            honours_key: true
            timeout: 1s
            call: {method: POST, path: /pay, headers: {Idempotency-Key: $/idempotency_key}}
            ---
            kind: tool
            name: note
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            timeout: 1s
            call: {method: POST, path: /note, headers: {Idempotency-Key: $/idempotency_key}}
            ---
            kind: saga
            name: trip
            steps:
              - {name: hold, tool: hold, arguments: {}}
              - {name: pay, tool: pay, arguments: {}}
              - {name: note, tool: note, arguments: {}}
            ---
            kind: policy
            name: internal
            rules:
              - {name: internal-changes, when: contract.effect_type == "internal_mutation", result: allow}
            """;

    /** Longer than the window in which a lookup that finds nothing is not believed. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final MachineFixture machine = MachineFixture.fresh();
    private int operations;

    @BeforeEach
    void applyTheCatalog() {
        machine.deliver();
        machine.applyCatalog(Samples.documents(TRIP));
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void shouldFindByLookupThatItWasDone() {
        machine.provider.answers(OutcomeResult.UNKNOWN);
        machine.propose(tool("hold"));
        oneRound();
        machine.provider.answers(OutcomeResult.FOUND);
        machine.settle();

        assertThat(lastState()).isEqualTo("committed");
        assertThat(machine.sideEffects())
                .last()
                .satisfies(record ->
                        assertThat(String.valueOf(record.confirmedBy())).containsIgnoringCase("reconciliation"));
        assertThat(calls("hold")).hasSize(1);
    }

    @Test
    void shouldCallAgainWithTheSameKeyWhenATrustedLookupFindsNothing() {
        machine.provider.answers(OutcomeResult.UNKNOWN);
        machine.propose(tool("hold"));
        oneRound();
        machine.provider.answers(OutcomeResult.NOT_FOUND);
        oneRound();
        assertThat(calls("hold")).as("too soon to be believed").hasSize(1);
        machine.advance(SETTLED);
        oneRound();
        machine.provider.answers(OutcomeResult.SUCCEEDED);
        machine.settle();

        assertThat(lastState()).isEqualTo("committed");
        assertThat(calls("hold"))
                .hasSize(2)
                .extracting(Intent::idempotencyKey)
                .containsOnly(calls("hold").getFirst().idempotencyKey());
    }

    @Test
    void shouldTakeAnAnswerThatComesAfterItsTime() {
        machine.propose(tool("hold"));
        Intent intent = machine.intents().getFirst();
        machine.provider.forget();
        machine.advance(SETTLED);
        assertThat(lastState()).isEqualTo("active");

        machine.pipe(
                machine.topics.outcomes(),
                intent.sagaId(),
                machine.codecs.outcome().toBytes(new OutcomeMessage.Answered(done(intent))));

        assertThat(lastState()).isEqualTo("committed");
    }

    @Test
    void shouldRefuseToCancelBehindThePivot() {
        Command trip = withoutNote();

        operate(trip, OperationKind.CANCEL, null, null);

        assertThat(machine.journal().toString()).contains(Reason.PIVOT_PASSED);
        assertThat(calls("release")).isEmpty();
    }

    @Test
    void shouldTryAgainWhatFailedBehindThePivot() {
        Command trip = withoutNote();

        operate(trip, OperationKind.RETRY, EffectRef.forward("note"), null);
        machine.settle();

        assertThat(lastState()).isEqualTo("committed");
        assertThat(calls("note")).hasSize(2);
    }

    @Test
    void shouldGoOnWithoutWhatIsSkipped() {
        Command trip = withoutNote();

        operate(trip, OperationKind.SKIP, EffectRef.forward("note"), null);

        assertThat(lastState()).isEqualTo("committed");
        assertThat(calls("note")).hasSize(1);
    }

    @Test
    void shouldTakeAnOperatorsWordForIt() {
        machine.provider.answers(OutcomeResult.UNKNOWN);
        Command command = tool("hold");
        machine.propose(command);
        machine.settle();

        operate(command, OperationKind.RESOLVE, EffectRef.forward("hold"), Resolution.COMMITTED);

        assertThat(lastState()).isEqualTo("committed");
    }

    @Test
    void shouldUndoOneEffectOfASagaThatHasEnded() {
        Command command = tool("hold");
        machine.propose(command);
        machine.settle();

        operate(command, OperationKind.COMPENSATE, EffectRef.forward("hold"), null);
        machine.settle();

        assertThat(lastState()).isEqualTo("rolled_back");
        assertThat(calls("release")).hasSize(1);
    }

    @Test
    void shouldUndoAStepWithTheContractThatTheSagaStartedWith() {
        Command trip = trip();
        machine.propose(trip);
        machine.applyCatalog(Samples.documents(TRIP.replace("path: /release", "path: /release-of-v2")));
        oneRound();
        machine.provider.answers(OutcomeResult.TERMINAL);
        oneRound();
        machine.provider.answers(OutcomeResult.SUCCEEDED);
        machine.settle();

        assertThat(lastState()).isEqualTo("rolled_back");
        assertThat(calls("release"))
                .singleElement()
                .satisfies(intent -> assertThat(intent.request().path()).isEqualTo("/release"));
    }

    @Test
    void shouldUndoWhatRanWhenTheAgentRollsBack() {
        machine.propose(open(SagaAction.BEGIN, "begin", null));
        machine.propose(open(SagaAction.ADD_STEP, "first", "hold"));
        machine.settle();
        machine.propose(open(SagaAction.ROLL_BACK, "roll-back", null));
        machine.settle();

        assertThat(calls("release")).hasSize(1);
        assertThat(lastState()).isEqualTo("rolled_back");
    }

    @Test
    void shouldRefuseAStepThatBreaksARuleOfReversibility() {
        machine.propose(open(SagaAction.BEGIN, "begin", null));
        machine.propose(open(SagaAction.ADD_STEP, "first", "pay"));
        machine.propose(open(SagaAction.ADD_STEP, "second", "hold"));
        machine.settle();

        assertThat(machine.results()).last().satisfies(result -> {
            assertThat(result.state()).isEqualTo("rejected");
            assertThat(result.reason()).isEqualTo(Reason.NOT_REVERSIBLE_HERE);
        });
    }

    /** A trip whose note was refused for good after the payment; the provider takes everything by now. */
    private Command withoutNote() {
        Command trip = trip();
        machine.propose(trip);
        oneRound();
        oneRound();
        machine.provider.answers(OutcomeResult.TERMINAL);
        oneRound();
        machine.provider.answers(OutcomeResult.SUCCEEDED);
        machine.journal();
        return trip;
    }

    private Outcome done(Intent intent) {
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                OutcomeResult.SUCCEEDED,
                201,
                "ref-late",
                null,
                null,
                true,
                null,
                0,
                machine.clock.instant(),
                machine.clock.instant());
    }

    /** Lets what is under way run, and takes the answers. */
    private void oneRound() {
        machine.provider.run();
        machine.deliver();
    }

    private String lastState() {
        List<CommandResult> results = machine.results();
        return results.getLast().state();
    }

    private List<Intent> calls(String tool) {
        return machine.provider.fired().stream()
                .filter(intent -> intent.tool().equals(tool))
                .filter(intent -> intent.request().method().equals("POST"))
                .toList();
    }

    private Command tool(String name) {
        return Samples.command(name, "s1", machine.clock.instant());
    }

    private Command trip() {
        return CommandBuilder.of(null, "trip", machine.clock.instant())
                .id("c-1")
                .tenant(Samples.TENANT)
                .step("s1")
                .build();
    }

    private Command open(SagaAction action, String step, @Nullable String tool) {
        return CommandBuilder.open(action, "trip-7", tool, machine.clock.instant())
                .id("c-" + step)
                .tenant(Samples.TENANT)
                .step(step)
                .build();
    }

    private void operate(
            Command command, OperationKind kind, @Nullable EffectRef effect, @Nullable Resolution resolution) {
        Operation operation = new Operation(
                "o-" + ++operations,
                kind,
                command.tenantId(),
                SagaIds.of(command),
                effect,
                resolution,
                null,
                "olga",
                "as the test says",
                machine.clock.instant());
        machine.pipe(
                machine.topics.operations(), "any", machine.codecs.operation().toBytes(operation));
    }
}
