package io.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import io.sluice.saga.machine.Outcomes;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A saga that breaks the machine keeps others from doing again what it may have done, and from nothing else. */
class QuarantinedActTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String CATALOG = """
        kind: tool
        name: pay
        effect_type: internal_mutation
        reversibility: retryable
        provider: records
        honours_key: true
        timeout: 1s
        business_key: {case: $/command/target_id}
        call: {method: POST, path: /pay, headers: {Idempotency-Key: $/idempotency_key}}
        answers: {external_ref: /id}
        ---
        kind: tool
        name: note
        effect_type: internal_mutation
        reversibility: retryable
        hold_target: true
        provider: records
        honours_key: true
        timeout: 1s
        call: {method: POST, path: /note, headers: {Idempotency-Key: $/idempotency_key}}
        answers: {external_ref: /id}
        ---
        kind: saga
        name: payment
        steps:
          - {name: pay, tool: pay}
          - {name: note, tool: note}
        """;

    private final InMemoryStore store = new InMemoryStore();
    private final BreakableMachine machine = new BreakableMachine(input -> true);
    private final Partition partition = new Partition(
            store,
            new NoSink(),
            new Surroundings(
                    machine,
                    QuarantinedActTest::catalog,
                    question -> new PolicyDecision(Verdict.ALLOW, "any", BuiltInPolicy.VERSION, "as the test says"),
                    Limits.DEFAULTS,
                    () -> START,
                    () -> 0),
            "life-1",
            due -> {});

    @BeforeEach
    void opens() {
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", START));
    }

    @Test
    void shouldKeepTheKeyOfAnActThatWasDoneAndGiveBackTheTarget() {
        propose();
        hears(ClaimAnswer.Result.HELD);
        partition.outcome(answerTo(store.intents().getLast()));
        hears(ClaimAnswer.Result.HELD);
        machine.isBroken = true;

        assertThatExceptionOfType(SagaFailureException.class)
                .isThrownBy(() -> partition.outcome(answerTo(store.intents().getLast())));

        assertThat(saga().claims()).singleElement().extracting(Claim::kind).isEqualTo(ClaimKind.BUSINESS_KEY);
        assertThat(store.toldToTheLedger())
                .filteredOn(ClaimMessage.ClaimRelease.class::isInstance)
                .singleElement()
                .satisfies(given -> assertThat(given.key()).startsWith("acme/target/"));
    }

    @Test
    void shouldKeepTheKeyOfAnActThatIsUnderWay() {
        propose();
        hears(ClaimAnswer.Result.HELD);
        machine.isBroken = true;

        assertThatExceptionOfType(SagaFailureException.class)
                .isThrownBy(() -> partition.outcome(answerTo(store.intents().getLast())));

        assertThat(saga().claims()).hasSize(1);
        assertThat(store.toldToTheLedger()).noneMatch(ClaimMessage.ClaimRelease.class::isInstance);
    }

    @Test
    void shouldGiveBackTheKeyOfAnActThatItHasNotBegun() {
        propose();
        machine.isBroken = true;

        assertThatExceptionOfType(SagaFailureException.class).isThrownBy(() -> hears(ClaimAnswer.Result.HELD));

        assertThat(saga().claims()).isEmpty();
        assertThat(store.toldToTheLedger()).last().isInstanceOf(ClaimMessage.ClaimRelease.class);
    }

    private void propose() {
        Command command = CommandBuilder.of(null, "payment", START).build();
        partition.take(SagaIds.of(command), new Input.Propose(command));
    }

    private Saga saga() {
        return Objects.requireNonNull(
                store.saga(SagaIds.of(CommandBuilder.of(null, "payment", START).build())));
    }

    private void hears(ClaimAnswer.Result result) {
        ClaimMessage asked = store.toldToTheLedger().getLast();
        partition.take(
                asked.sagaId(),
                new Input.ClaimAnswered(new ClaimAnswer(
                        asked.claimId(),
                        asked.key(),
                        asked.tenantId(),
                        asked.sagaId(),
                        result,
                        START.plus(Limits.DEFAULTS.claimLease()),
                        null,
                        null,
                        null)));
    }

    private static OutcomeMessage answerTo(Intent intent) {
        return new OutcomeMessage.Answered(Outcomes.of(intent, OutcomeResult.SUCCEEDED, START));
    }

    private static CatalogSnapshot catalog() {
        try {
            return CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", CATALOG).stream()
                    .map(CatalogDocument::json)
                    .toList());
        } catch (CatalogException e) {
            throw new IllegalStateException(e);
        }
    }
}
