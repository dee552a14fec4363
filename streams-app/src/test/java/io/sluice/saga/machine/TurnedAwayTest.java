package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where more wait than the claim ledger keeps in mind, whoever is turned away comes again, less and less often. */
class TurnedAwayTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .holdingTarget("note");

    @Test
    void shouldAskLessAndLessOftenAndGoOnOnceThereIsRoom() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("note"));
        Instant until = scenario.now().plus(Duration.ofDays(1));
        while (scenario.now().isBefore(until)) {
            scenario.ledgerAnswers(scenario.saga().claims().getLast(), ClaimAnswer.Result.REFUSED)
                    .passesUntilDue();
        }

        assertThat(scenario.events().filter(SagaEvent.ClaimAsked.class::isInstance))
                .hasSizeLessThan(500);
        scenario.ledgerAnswers(scenario.saga().claims().getLast(), ClaimAnswer.Result.HELD)
                .expectCall("note");
    }
}
