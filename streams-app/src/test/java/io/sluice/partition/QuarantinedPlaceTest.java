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
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.SagaIds;
import io.sluice.saga.machine.Outcomes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A saga that breaks the machine while its call is under way gives its place to whoever waits for it. */
class QuarantinedPlaceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String CATALOG = """
            kind: tool
            name: look
            effect_type: read
            provider: records
            timeout: 1s
            call: {method: POST, path: /look}
            """;

    /** Without the places that are kept for lookups and compensations. */
    private static final int FORWARD_PLACES = Limits.DEFAULTS.window() - 2 * (Limits.DEFAULTS.window() / 8);

    private final InMemoryStore store = new InMemoryStore();

    @Test
    void shouldGiveThePlaceOfASagaInQuarantineToWhoeverWaits() {
        Partition partition = new Partition(store, new NoSink(), surroundings(), "life-1", due -> {});
        partition.outcome(new OutcomeMessage.TaskOpened("life-1", START));
        for (int saga = 0; saga <= FORWARD_PLACES; saga++) {
            propose(partition, "s-" + saga);
        }
        assertThat(store.queuedAttempts()).hasSize(1);

        assertThatExceptionOfType(SagaFailureException.class)
                .isThrownBy(() -> partition.outcome(answerTo(store.intents().getFirst())));

        assertThat(store.queuedAttempts()).isEmpty();
        assertThat(store.intents()).hasSize(FORWARD_PLACES + 1);
        assertThat(partition.openAttempts()).isEqualTo(FORWARD_PLACES);
    }

    private static Surroundings surroundings() {
        BreakableMachine machine = new BreakableMachine(input -> input instanceof Input.Answer);
        machine.isBroken = true;
        CatalogSnapshot catalog = catalog();
        return new Surroundings(machine, () -> catalog, new BuiltInPolicy(), Limits.DEFAULTS, () -> START, () -> 0);
    }

    private static void propose(Partition partition, String step) {
        Command command =
                CommandBuilder.ofTool("look", START).id("c-" + step).step(step).build();
        partition.take(SagaIds.of(command), new Input.Propose(command));
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
