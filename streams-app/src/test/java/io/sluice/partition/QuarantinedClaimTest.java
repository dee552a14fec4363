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
import io.sluice.policy.BuiltInPolicy;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A saga that breaks the machine gives back what others wait for, but for a business act that it may have done. */
class QuarantinedClaimTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String CATALOG = """
            kind: tool
            name: book
            effect_type: internal_mutation
            provider: records
            timeout: 1s
            honours_key: true
            hold_target: true
            business_key: {case: $/command/target_id}
            call: {method: POST, path: /book, headers: {Idempotency-Key: $/idempotency_key}}
            compensation: {tool: cancel, arguments: {}}
            ---
            kind: tool
            name: cancel
            effect_type: internal_mutation
            reversibility: retryable
            provider: records
            timeout: 1s
            honours_key: true
            call: {method: POST, path: /cancel, headers: {Idempotency-Key: $/idempotency_key}}
            """;

    private final InMemoryStore store = new InMemoryStore();
    private final Command command = CommandBuilder.ofTool("book", START).build();
    private final BreakableMachine machine = new BreakableMachine(input -> true);
    private final Partition partition = new Partition(store, new NoSink(), surroundings(), "life-1", due -> {});

    @Test
    void shouldKeepTheActThatItMayHaveDone() {
        propose();
        ledgerGives();
        ledgerGives();
        breaks(new Input.Doubt(intent().intentId(), "as the test says"));

        assertThat(saga().claims()).extracting(Claim::kind).containsExactly(ClaimKind.BUSINESS_KEY);
        assertThat(givenBack()).hasSize(1);
    }

    @Test
    void shouldGiveBackTheActThatItHasNotBegun() {
        propose();
        ledgerGives();
        breaks(new Input.Due());

        assertThat(saga().claims()).isEmpty();
        assertThat(givenBack()).hasSize(2);
    }

    private void propose() {
        partition.take(SagaIds.of(command), new Input.Propose(command));
    }

    private void ledgerGives() {
        Claim asked = saga().claims().getLast();
        partition.take(
                SagaIds.of(command),
                new Input.ClaimAnswered(new ClaimAnswer(
                        asked.claimId(),
                        asked.key(),
                        command.tenantId(),
                        SagaIds.of(command),
                        ClaimAnswer.Result.HELD,
                        START.plus(Duration.ofMinutes(5)),
                        null,
                        null,
                        null)));
    }

    private void breaks(Input input) {
        machine.isBroken = true;
        assertThatExceptionOfType(SagaFailureException.class)
                .isThrownBy(() -> partition.take(SagaIds.of(command), input));
        assertThat(saga().quarantine()).isNotNull();
    }

    private Saga saga() {
        return Objects.requireNonNull(store.saga(SagaIds.of(command)));
    }

    private Intent intent() {
        return store.outputs.stream()
                .filter(Output.SendIntent.class::isInstance)
                .map(output -> ((Output.SendIntent) output).intent())
                .findFirst()
                .orElseThrow();
    }

    private List<ClaimMessage> givenBack() {
        return store.outputs.stream()
                .filter(Output.SendClaim.class::isInstance)
                .map(output -> ((Output.SendClaim) output).message())
                .filter(ClaimMessage.ClaimRelease.class::isInstance)
                .toList();
    }

    private Surroundings surroundings() {
        try {
            CatalogSnapshot catalog = CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", CATALOG).stream()
                    .map(CatalogDocument::json)
                    .toList());
            return new Surroundings(machine, () -> catalog, new BuiltInPolicy(), Limits.DEFAULTS, () -> START, () -> 0);
        } catch (CatalogException e) {
            throw new IllegalStateException(e);
        }
    }
}
