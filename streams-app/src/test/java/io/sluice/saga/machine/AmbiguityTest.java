package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.Intent;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Invariant 5: unknown is not failed. */
class AmbiguityTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("keyed", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("both", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH)
            .tool("findable", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP)
            .tool("blind", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER)
            .saga("pair", "findable", "keyed");

    @Test
    void shouldRepeatTheCallWhereTheProviderHonoursTheKey() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("keyed"))
                .answers(UNKNOWN)
                .expectEffect("keyed", AMBIGUOUS)
                .passesUntilDue()
                .expectCall("keyed")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(scenario.intents())
                .extracting(Intent::idempotencyKey)
                .hasSize(2)
                .containsOnly(scenario.intents().getFirst().idempotencyKey());
    }

    @Test
    void shouldBelieveAPositiveLookupAtOnce() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .answers(UNKNOWN)
                .expectEffect("findable", AMBIGUOUS)
                .expectLookup("findable")
                .answers(FOUND)
                .expectEffect("findable", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectCallsOf("findable", 1);

        assertThat(scenario.confirmedBy("findable")).isEqualTo(ConfirmedBy.RECONCILIATION);
    }

    @Test
    void shouldNotTrustANegativeLookupBeforeTheSettleWindow() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .answers(UNKNOWN)
                .answers(NOT_FOUND)
                .expectEffect("findable", AMBIGUOUS)
                .expectNothingUnderWay()
                .expectCallsOf("findable", 1);

        Instant settled = Scenario.START
                .plus(Scenario.LIMITS.intentValidity())
                .plus(TestCatalog.TIMEOUT.multipliedBy(2))
                .plus(Scenario.LIMITS.clockMargin());
        assertThat(Schedule.nextDue(scenario.saga())).hasValue(settled);
    }

    @Test
    void shouldRepeatTheCallWhenATrustedLookupShowsNothing() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .answers(UNKNOWN)
                .answers(NOT_FOUND)
                .passesUntilDue()
                .expectLookup("findable")
                .answers(NOT_FOUND)
                .expectCall("findable")
                .expectCallsOf("findable", 2)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldAskAPersonWhereNothingCanTell() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("blind"))
                .answers(UNKNOWN)
                .expectEffect("blind", AMBIGUOUS)
                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                .expectFacts("EffectEscalated")
                .expectCallsOf("blind", 1);
    }

    @Test
    void shouldAskAPersonWhenNoLookupSettlesIt() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(Commands.tool("findable")).answers(UNKNOWN);
        for (int lookup = 1; lookup < Scenario.LIMITS.maxLookups(); lookup++) {
            scenario.expectLookup("findable").answers(UNKNOWN).passesUntilDue();
        }

        scenario.answers(UNKNOWN).expectEscalated(Reason.LOOKUP_INCONCLUSIVE).expectEffect("findable", AMBIGUOUS);
        assertThat(Schedule.nextDue(scenario.saga())).hasValue(scenario.saga().deadline());
    }

    @Test
    void shouldTakeALateSuccessAsEvidence() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("blind"));
        Intent first = scenario.openIntent();

        scenario.passesUntilDue()
                .expectEffect("blind", AMBIGUOUS)
                .answers(Outcomes.of(first, SUCCEEDED, scenario.now()))
                .expectEffect("blind", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldTakeALateRefusalOfTheOnlyCallAsEvidence() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("blind"));
        Intent first = scenario.openIntent();

        scenario.passesUntilDue()
                .answers(Outcomes.of(first, TERMINAL, scenario.now()))
                .expectEffect("blind", FAILED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldIgnoreAnOutcomeThatComesTwice() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("keyed"));
        Intent first = scenario.openIntent();

        scenario.answers(SUCCEEDED)
                .answers(Outcomes.of(first, SUCCEEDED, scenario.now()))
                .expectRejected(Reason.SAGA_ENDED);
    }

    @Test
    void shouldKeepTheDoubtWhenARepeatedCallIsRefusedForNow() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("keyed"))
                .answers(UNKNOWN)
                .passesUntilDue();
        for (int call = 2; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.answers(TRANSIENT).passesUntilDue();
        }

        scenario.answers(TRANSIENT).expectEffect("keyed", AMBIGUOUS).expectEscalated(Reason.NO_WAY_TO_KNOW);
    }

    /** It may say no to the second call for a reason that was not there at the first. */
    @Test
    void shouldNotTakeTheRefusalOfARepeatedCallForWhatBecameOfTheFirst() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("keyed"))
                .answers(UNKNOWN)
                .passesUntilDue()
                .expectCall("keyed")
                .answers(TERMINAL)
                .expectEffect("keyed", AMBIGUOUS)
                .expectEscalated(Reason.REFUSED_BY_PROVIDER)
                .expectSaga(SagaStatus.ACTIVE);
    }

    @Test
    void shouldLookUpWhatBecameOfTheFirstCallWhenARepeatedOneIsRefused() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("both"))
                .answers(UNKNOWN)
                .passesUntilDue()
                .expectCall("both")
                .answers(TERMINAL)
                .expectLookup("both")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldFailWhenTheFirstCallTurnsOutNotToHaveHappenedAndTheNextIsRefused() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("both"))
                .answers(UNKNOWN)
                .passesUntilDue()
                .answers(TERMINAL)
                .answers(NOT_FOUND)
                .passesUntilDue()
                .expectLookup("both")
                .answers(NOT_FOUND)
                .expectCall("both")
                .answers(TERMINAL)
                .expectEffect("both", FAILED);
    }

    @Test
    void shouldNotTakeALateRefusalForTheAnswerToTheCallsBeforeAnOperatorsRetry() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("keyed"));
        Intent first = scenario.openIntent();
        for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.answers(UNKNOWN).passesUntilDue().expectCall("keyed");
        }

        scenario.answers(UNKNOWN)
                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                .retries(EffectRef.forward("keyed"))
                .passesUntilDue()
                .expectCall("keyed")
                .answers(UNKNOWN)
                .answers(Outcomes.of(first, TERMINAL, scenario.now()))
                .expectRejected(Reason.STALE_OUTCOME)
                .expectEffect("keyed", AMBIGUOUS);
    }

    @Test
    void shouldAskNobodyAnyMoreOnceALateAnswerHasSettledIt() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("blind"));
        Intent first = scenario.openIntent();

        scenario.passesUntilDue()
                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                .answers(Outcomes.of(first, SUCCEEDED, scenario.now()))
                .expectSaga(SagaStatus.COMMITTED)
                .expectNotEscalated();
    }

    @Test
    void shouldTellAPersonWhenALateAnswerShowsThatItWasDoneTwice() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("pair"));
        Intent first = scenario.openIntent();
        scenario.answers(UNKNOWN).answers(NOT_FOUND).passesUntilDue().answers(NOT_FOUND);

        scenario.expectCallsOf("findable", 2)
                .answers(SUCCEEDED)
                .expectEffect("findable", COMMITTED)
                .answers(Outcomes.doneAs("another", first, scenario.now()))
                .expectEscalated(Reason.DONE_TWICE)
                .skips(EffectRef.forward("findable"))
                .expectNotEscalated()
                .expectEffect("findable", COMMITTED);
    }

    @Test
    void shouldNotSpinWhenNothingIsDue() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("keyed"))
                .passes(Duration.ofMillis(1))
                .expectRejected(Reason.NOTHING_DUE);
    }
}
