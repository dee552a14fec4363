package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of calls that are long over: an operator's finding, and an answer from before an operator's retry. */
class OperatorFindingTest {

    private static final EffectRef BLIND = EffectRef.forward("blind");

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("blind", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER, "undo")
            .tool("undo", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .saga("one", "blind")
            .saga("through", "door", "file");

    @Test
    void shouldNotBelieveAfterTheSettleWindowWhatWasFoundOutWithinIt() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("one"))
                .answers(UNKNOWN)
                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectRejected(Reason.NOT_SETTLED)
                .passes(Duration.ofMinutes(5))
                .operationComesAgain()
                .expectRejected(Reason.NOT_SETTLED)
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectCallsOf("blind", 2);
    }

    @Test
    void shouldNotTakeTheRefusalOfAnEarlierCallForTheAnswerToTheOneThatAnOperatorAskedFor() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("through"));
        scenario.answers(SUCCEEDED).expectCall("file");
        Intent first = scenario.openIntent();

        scenario.answers(TERMINAL)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .retries(EffectRef.forward("file"))
                .expectCall("file")
                .answers(UNKNOWN)
                .expectEffect("file", EffectStatus.AMBIGUOUS)
                .answers(Outcomes.of(first, TERMINAL, scenario.now()))
                .expectRejected(Reason.STALE_OUTCOME)
                .expectEffect("file", EffectStatus.AMBIGUOUS);
    }

    @Test
    void shouldNotBelieveTheFindingThatALaterAnswerContradicts() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("one"));
        Intent first = scenario.openIntent();

        scenario.passesUntilDue()
                .cancels()
                .passes(Duration.ofMinutes(1))
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectEffect("blind", EffectStatus.FAILED)
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectRejected(Reason.STALE_OPERATION)
                .waits(Duration.ofMinutes(1))
                .answers(Outcomes.of(first, SUCCEEDED, scenario.now()))
                .expectEscalated(Reason.LATE_SUCCESS)
                .operationComesAgain()
                .expectRejected(Reason.STALE_OPERATION);
    }
}
