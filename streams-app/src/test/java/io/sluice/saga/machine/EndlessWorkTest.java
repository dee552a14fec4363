package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Invariant 10 in a rollback: what never ends there is put to a person, who can settle it. */
class EndlessWorkTest {

    private static final EffectRef HOLD = EffectRef.forward("hold");
    private static final EffectRef RELEASE = EffectRef.compensation("hold");

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .saga("two", "hold", "note");

    private static Scenario rollingBack() {
        return Scenario.with(CATALOG)
                .propose(Commands.saga("two"))
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectCall("release");
    }

    /** Time goes by and nothing new is heard, until what is under way has taken longer than a saga may. */
    private static Scenario goesOn(Scenario scenario, Runnable answer) {
        Instant until = scenario.now().plus(Scenario.LIMITS.sagaTimeout());
        answerAll(scenario, answer);
        while (scenario.now().isBefore(until)) {
            assertThat(scenario.saga().escalated()).isFalse();
            answerAll(scenario.passes(Duration.ofHours(1)), answer);
        }
        return scenario;
    }

    private static void answerAll(Scenario scenario, Runnable answer) {
        while (!scenario.saga().openAttempts().isEmpty()) {
            answer.run();
        }
    }

    @Test
    void shouldAskAPersonAboutACompensationThatTheProviderNeverEnds() {
        Scenario scenario = rollingBack().answers(ACCEPTED);

        goesOn(scenario, () -> scenario.answers(ACCEPTED))
                .expectEscalated(Reason.ACCEPTED)
                .expectSaga(SagaStatus.FAILED)
                .resolves(RELEASE, Resolution.COMMITTED)
                .expectEffect("hold", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectNotEscalated();
    }

    @Test
    void shouldPollAgainWhenAnOperatorHasItRetried() {
        Scenario scenario = rollingBack().answers(ACCEPTED);

        goesOn(scenario, () -> scenario.answers(ACCEPTED)).retries(RELEASE).expectLookup("release");
        goesOn(scenario.answers(ACCEPTED), () -> scenario.answers(ACCEPTED)).expectEscalated(Reason.ACCEPTED);
    }

    @Test
    void shouldAskAPersonAboutWorkThatOutlastsItsSaga() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("two")).answers(ACCEPTED);

        goesOn(scenario, () -> scenario.answers(ACCEPTED))
                .expectSaga(SagaStatus.COMPENSATING)
                .expectEscalated(Reason.ACCEPTED)
                .expectNothingUnderWay()
                .resolves(HOLD, Resolution.NOT_COMMITTED)
                .expectEffect("hold", FAILED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldAskAPersonAboutACompensationThatIsNeverSent() {
        Scenario scenario = rollingBack();

        goesOn(scenario.wasNotFired(), scenario::wasNotFired)
                .expectEscalated(Reason.NOT_FIRED)
                .expectEffect("hold", COMMITTED)
                .retries(RELEASE)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldTryLessAndLessOftenWhatIsNeverSent() {
        Scenario scenario = rollingBack();
        Instant until = scenario.now().plus(Duration.ofMinutes(10));
        int before = scenario.intents().size();

        while (scenario.now().isBefore(until)) {
            scenario.wasNotFired();
            if (scenario.saga().openAttempts().isEmpty()) {
                scenario.passesUntilDue();
            }
        }

        assertThat(scenario.intents().size() - before).isLessThan(40);
    }
}
