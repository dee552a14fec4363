package io.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.PolicyQuestion;
import io.sluice.policy.Verdict;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What concerns more than one saga: places at a provider, and a saga that the machine fails on. */
class PartitionTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String BROKEN_TENANT = "broken";

    /** Without the places that are kept for lookups and compensations. */
    private static final int FORWARD_PLACES = Limits.DEFAULTS.window() - 2 * (Limits.DEFAULTS.window() / 8);

    private static final String CATALOG = """
        kind: tool
        name: update
        effect_type: internal_mutation
        reversibility: retryable
        provider: records
        honours_key: true
        timeout: 1s
        call: {method: POST, path: /update, headers: {Idempotency-Key: $/idempotency_key}}
        answers: {external_ref: /id}
        """;

    private final InMemoryStore store = new InMemoryStore();
    private Instant now = START;
    private boolean isPolicyBroken;

    @Test
    void shouldLetAttemptsBeyondTheWindowWaitUntilOneEnds() {
        Partition partition = life("life-1");
        for (int i = 0; i < FORWARD_PLACES + 2; i++) {
            propose(partition, "acme", "s-" + i);
        }
        assertThat(store.intents()).hasSize(FORWARD_PLACES);
        assertThat(store.queued).hasSize(2);

        answer(partition, store.intents().getFirst(), OutcomeResult.SUCCEEDED);

        assertThat(store.intents()).hasSize(FORWARD_PLACES + 1);
        assertThat(store.queued).hasSize(1);
        assertThat(partition.openAttempts()).isEqualTo(FORWARD_PLACES);
    }

    /** Invariant 11. */
    @Test
    void shouldServeAQuietTenantAheadOfWhatABusyOneWaitsFor() {
        Partition partition = life("life-1");
        for (int i = 0; i < FORWARD_PLACES + 100; i++) {
            propose(partition, "busy", "s-" + i);
        }
        String quiet = propose(partition, "quiet", "s-1");
        assertThat(store.intents()).hasSize(FORWARD_PLACES);

        answer(partition, store.intents().getFirst(), OutcomeResult.SUCCEEDED);
        answer(partition, store.intents().get(1), OutcomeResult.SUCCEEDED);

        assertThat(store.intents())
                .hasSize(FORWARD_PLACES + 2)
                .extracting(Intent::sagaId)
                .contains(quiet);
        assertThat(store.queued).hasSize(99);
    }

    @Test
    void shouldServeInTheNextLifeWhatWaitedInTheLastOne() {
        Partition first = life("life-1");
        for (int i = 0; i < FORWARD_PLACES + 1; i++) {
            propose(first, "acme", "s-" + i);
        }
        Partition second = life("life-2");

        answer(second, store.intents().getFirst(), OutcomeResult.SUCCEEDED);

        assertThat(store.intents()).hasSize(FORWARD_PLACES + 1);
        assertThat(store.intents().getLast().incarnation()).isEqualTo("life-2");
        assertThat(store.queued).isEmpty();
    }

    @Test
    void shouldPutASagaInQuarantineThatBreaksTheMachineAndGoOnWithTheOthers() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        String broken = propose(partition, BROKEN_TENANT, "s-1");
        String sound = propose(partition, "acme", "s-1");
        store.intents().forEach(intent -> answer(partition, intent, OutcomeResult.TRANSIENT));
        isPolicyBroken = true;

        now = now.plus(Duration.ofMinutes(1));
        partition.fireTimers(Duration.ofMinutes(1));

        assertThat(saga(broken).quarantine()).isNotNull();
        assertThat(saga(broken).escalated()).isTrue();
        assertThat(store.timers)
                .extracting(Timer::sagaId)
                .doesNotContain(broken)
                .contains(sound);
        assertThat(saga(sound).quarantine()).isNull();
        assertThat(store.intents().getLast().sagaId()).isEqualTo(sound);
    }

    @Test
    void shouldLeaveASagaInQuarantineAloneAndSayWhy() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        String broken = propose(partition, BROKEN_TENANT, "s-1");
        Intent intent = store.intents().getFirst();
        answer(partition, intent, OutcomeResult.TRANSIENT);
        isPolicyBroken = true;
        now = now.plus(Duration.ofMinutes(1));
        partition.fireTimers(Duration.ofMinutes(1));

        answer(partition, intent, OutcomeResult.SUCCEEDED);

        assertThat(store.journal.getLast())
                .isInstanceOfSatisfying(
                        SagaEvent.InputRejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.QUARANTINED));
        assertThat(saga(broken).status().isEnded()).isFalse();
    }

    @Test
    void shouldTakeASagaUpAgainThatAnOperatorLetsOutOfQuarantine() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        String broken = propose(partition, BROKEN_TENANT, "s-1");
        answer(partition, store.intents().getFirst(), OutcomeResult.TRANSIENT);
        isPolicyBroken = true;
        now = now.plus(Duration.ofMinutes(1));
        partition.fireTimers(Duration.ofMinutes(1));
        operate(partition, broken, OperationKind.CANCEL);
        assertThat(saga(broken).quarantine()).isNotNull();

        isPolicyBroken = false;
        operate(partition, broken, OperationKind.RETRY);
        answer(partition, store.intents().getLast(), OutcomeResult.SUCCEEDED);

        assertThat(saga(broken).quarantine()).isNull();
        assertThat(saga(broken).status()).isEqualTo(SagaStatus.COMMITTED);
        assertThat(saga(broken).escalated()).isFalse();
    }

    @Test
    void shouldNotLetASagaInQuarantineKeepItsPlace() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        String broken = propose(partition, BROKEN_TENANT, "s-1");
        Intent lost = store.intents().getFirst();
        isPolicyBroken = true;

        assertThatExceptionOfType(SagaFailureException.class)
                .isThrownBy(() -> answer(partition, lost, OutcomeResult.NOT_FIRED));

        assertThat(saga(broken).quarantine()).isNotNull();
        assertThat(partition.openAttempts()).isZero();
        assertThat(store.openAttempts()).isEmpty();

        isPolicyBroken = false;
        operate(partition, broken, OperationKind.RETRY);
        now = now.plus(Duration.ofMinutes(1));
        partition.fireTimers(Duration.ofMinutes(1));

        assertThat(store.intents()).hasSize(2);
        assertThat(store.intents().getLast().idempotencyKey()).isEqualTo(lost.idempotencyKey());
        assertThat(partition.openAttempts()).isEqualTo(1);
    }

    @Test
    void shouldNotForgetAnEndedSagaThatAPersonHasYetToLookAt() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        String plain = propose(partition, "acme", "s-1");
        String doubtful = propose(partition, "acme", "s-2");
        store.intents().forEach(intent -> answer(partition, intent, OutcomeResult.TERMINAL));
        answer(partition, store.intents().getLast(), OutcomeResult.SUCCEEDED);
        assertThat(saga(doubtful).escalated()).isTrue();

        now = now.plus(Limits.DEFAULTS.dedupWindow())
                .plus(Limits.DEFAULTS.commandSkew())
                .plus(Limits.DEFAULTS.clockMargin());
        partition.fireTimers(Duration.ofMinutes(1));

        assertThat(store.saga(plain)).isNull();
        assertThat(saga(doubtful).status()).isEqualTo(SagaStatus.FAILED);
        assertThat(store.timers).extracting(Timer::sagaId).containsExactly(doubtful);
    }

    @Test
    void shouldRememberASagaForAsLongAsItsCommandMayComeAgain() {
        Partition partition = life("life-1");
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", now));
        Command early = CommandBuilder.ofTool("update", START.plus(Limits.DEFAULTS.commandSkew()))
                .id("c-1")
                .tenant("acme")
                .step("s-1")
                .build();
        partition.take(SagaIds.of(early), new Input.Propose(early));
        answer(partition, store.intents().getFirst(), OutcomeResult.SUCCEEDED);

        now = now.plus(Limits.DEFAULTS.dedupWindow()).plus(Limits.DEFAULTS.commandSkew());
        partition.fireTimers(Duration.ofMinutes(1));
        partition.take(SagaIds.of(early), new Input.Propose(early));

        assertThat(store.intents()).hasSize(1);
    }

    private void operate(Partition partition, String sagaId, OperationKind kind) {
        partition.take(
                sagaId,
                new Input.Operate(new Operation(
                        "o-" + kind, kind, BROKEN_TENANT, sagaId, null, null, null, "olga", "as the test says", now)));
    }

    private Partition life(String incarnation) {
        return new Partition(store, new NoSink(), surroundings(), incarnation, due -> {});
    }

    private Surroundings surroundings() {
        CatalogSnapshot catalog = catalog();
        return new Surroundings(() -> catalog, this::decide, Limits.DEFAULTS, () -> now, () -> 0);
    }

    private PolicyDecision decide(PolicyQuestion question) {
        if (isPolicyBroken && question.tenantId().equals(BROKEN_TENANT)) {
            throw new IllegalStateException("a bug, as the test says");
        }
        return new PolicyDecision(Verdict.ALLOW, "any", BuiltInPolicy.VERSION, "as the test says");
    }

    private String propose(Partition partition, String tenant, String step) {
        Command command = CommandBuilder.ofTool("update", START)
                .id("c-" + step)
                .tenant(tenant)
                .step(step)
                .build();
        partition.take(SagaIds.of(command), new Input.Propose(command));
        return SagaIds.of(command);
    }

    private void answer(Partition partition, Intent intent, OutcomeResult result) {
        partition.outcome(new OutcomeMessage.Answered(Outcomes.of(intent, result, now)));
    }

    private Saga saga(String sagaId) {
        return Objects.requireNonNull(store.saga(sagaId));
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

    /** Nothing is called: the test answers for the provider. */
    private static final class NoSink implements Sink {

        @Override
        public void offer(Intent intent) {}

        @Override
        public void close(long nextIntentOffset) {}
    }
}
