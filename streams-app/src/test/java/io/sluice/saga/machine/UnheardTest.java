package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import org.junit.jupiter.api.Test;

/** Invariant 5: what nobody reports on is not failed. */
class UnheardTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("findable", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP)
            .tool("blind", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER);

    @Test
    void shouldDoubtAnAttemptWithoutAnOutcomeAtItsDeadline() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .passesUntilDue()
                .expectEffect("findable", AMBIGUOUS)
                .expectLookup("findable");
    }

    @Test
    void shouldDoubtTheAttemptOfAnEarlierIncarnation() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("blind"))
                .ownerChanges("second")
                .doubts()
                .expectEffect("blind", AMBIGUOUS)
                .expectEscalated(Reason.NO_WAY_TO_KNOW);
    }

    @Test
    void shouldMakeALookupOfAnEarlierIncarnationAgainAtOnce() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .answers(UNKNOWN)
                .expectLookup("findable")
                .ownerChanges("second")
                .doubts()
                .expectLookup("findable")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotMakeALookupAgainAtOnceThatIsNeverMade() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("findable"))
                .answers(UNKNOWN)
                .wasNotFired()
                .expectLookup("findable")
                .wasNotFired()
                .expectNothingUnderWay()
                .passesUntilDue()
                .expectLookup("findable");
    }

    @Test
    void shouldWriteTheIntentAnewWhenTheFirstWasSurelyNotFired() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("blind"))
                .ownerChanges("second")
                .wasNotFired()
                .expectCall("blind")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(scenario.intents()).extracting(Intent::incarnation).containsExactly("first", "second");
        assertThat(scenario.events()).noneMatch(SagaEvent.EffectAmbiguous.class::isInstance);
    }
}
