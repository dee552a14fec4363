package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;

import io.sluice.effect.Intent;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import org.junit.jupiter.api.Test;

/** What an answer means that nobody waits for any more. */
class LateAnswerTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("capture", INTERNAL_MUTATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("look", READ, COMPENSABLE, Capability.NEITHER)
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("pin", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .saga("caught", "capture", "file")
            .saga("informed", "look", "note")
            .saga("pair", "hold", "pin");

    @Test
    void shouldNotTakeARefusalForTheAnswerToTheOtherCallsThatAreInDoubt() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("note"));
        Intent first = scenario.openIntent();
        for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.answers(UNKNOWN).passesUntilDue();
        }

        scenario.answers(UNKNOWN)
                .retries(EffectRef.forward("note"))
                .expectNothingUnderWay()
                .answers(Outcomes.of(first, TERMINAL, scenario.now()))
                .expectRejected(Reason.STALE_OUTCOME)
                .expectEffect("note", AMBIGUOUS);
    }

    @Test
    void shouldTellAPersonAfterTheEndThatWhatCannotBeUndoneWasDoneTwice() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("capture"));
        Intent first = scenario.openIntent();
        scenario.answers(UNKNOWN).answers(NOT_FOUND).passesUntilDue().answers(NOT_FOUND);

        scenario.expectCallsOf("capture", 2)
                .answers(Outcomes.doneAs("ref-b", scenario.openIntent(), scenario.now()))
                .expectSaga(SagaStatus.COMMITTED)
                .answers(Outcomes.doneAs("ref-a", first, scenario.now()))
                .expectEscalated(Reason.DONE_TWICE)
                .skips(EffectRef.forward("capture"))
                .expectNotRejected()
                .expectEffect("capture", COMMITTED)
                .expectNotEscalated();
    }

    @Test
    void shouldRememberAfterTheEndWhatAPersonIsStillAskedAboutThoughNothingCanBeUndone() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("caught"));
        Intent only = scenario.openIntent();

        scenario.answers(Outcomes.doneAs("ref-a", only, scenario.now()))
                .answers(Outcomes.doneAs("ref-b", only, scenario.now()))
                .expectEscalated(Reason.DONE_TWICE)
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectSagaEscalated()
                .skips(EffectRef.forward("capture"))
                .expectNotRejected()
                .expectEffect("capture", COMMITTED)
                .expectNotEscalated();
    }

    @Test
    void shouldNotAskAPersonAboutTheLateAnswerOfARead() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("informed"));
        Intent read = scenario.openIntent();
        scenario.answers(UNKNOWN).cancels().expectSaga(SagaStatus.ROLLED_BACK);

        scenario.answers(Outcomes.of(read, SUCCEEDED, scenario.now()))
                .expectRejected(Reason.STALE_OUTCOME)
                .expectNotEscalated();
    }

    @Test
    void shouldNotSayThatAllIsUndoneWhenALateAnswerShowedWhatIsNot() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(Commands.saga("pair")).answers(SUCCEEDED);
        Intent pinned = scenario.openIntent();

        scenario.answers(TERMINAL)
                .expectCall("release")
                .answers(Outcomes.doneAs("pin-1", pinned, scenario.now()))
                .expectEscalated(Reason.LATE_SUCCESS)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED);
    }
}
