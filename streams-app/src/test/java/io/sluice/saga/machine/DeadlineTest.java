package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.SagaDefinition;
import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A saga's deadline holds though something else is read before its timer: after an outage that is so for every saga. */
class DeadlineTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("reserve", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("capture", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .saga("payment", "reserve", "capture", "file");

    private static final Duration TIME = Scenario.LIMITS.sagaTimeout();

    @Test
    void shouldNotCallThePivotWhenTheAnswerBeforeItIsReadPastTheDeadline() {
        payment()
                .waits(TIME)
                .answers(SUCCEEDED)
                .expectCallsOf("capture", 0)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldGoForwardPastTheDeadlineOnceThePivotHasHappened() {
        payment().answers(SUCCEEDED).waits(TIME).answers(SUCCEEDED).expectCall("file");
    }

    @Test
    void shouldCommitASagaWhoseLastAnswerIsReadPastTheDeadline() {
        payment()
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .waits(TIME)
                .answers(SUCCEEDED)
                .expectEffect("file", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotTakeAPlaceThatIsFreedPastTheDeadline() {
        Scenario.with(CATALOG)
                .placesBecome(FlowTest.busy(Lane.FORWARD))
                .propose(Commands.saga("payment"))
                .waits(TIME)
                .placeIsFreedFor(EffectRef.forward("reserve"))
                .expectCallsOf("reserve", 0)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldNotTakeAPlaceThatIsFreedAfterTheTimeoutOfAnOpenSaga() {
        Scenario.with(CATALOG)
                .placesBecome(FlowTest.busy(Lane.FORWARD))
                .begins(RunAt.NOW)
                .adds("reserve")
                .waits(Scenario.LIMITS.openSagaTimeout())
                .placeIsFreedFor(EffectRef.forward("reserve"))
                .expectCallsOf("reserve", 0)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldNotPlanADeferredSagaPastItsDeadline() {
        Scenario.with(TestCatalog.empty())
                .propose(Commands.saga("payment"))
                .waits(TIME)
                .catalogArrives(CATALOG)
                .expectCallsOf("reserve", 0)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldGiveADeferredSagaNoMoreTimeThanItsDefinition() {
        Duration own = Duration.ofMinutes(10);
        TestCatalog hurried = TestCatalog.empty()
                .tool("reserve", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
                .define(new SagaDefinition("payment", "v1", own, List.of(Steps.plain("reserve"))));

        Scenario scenario = Scenario.with(TestCatalog.empty())
                .propose(Commands.saga("payment"))
                .catalogArrives(hurried);

        assertThat(scenario.saga().deadline()).isEqualTo(scenario.now().plus(own));
    }

    private static Scenario payment() {
        return Scenario.with(CATALOG).propose(Commands.saga("payment")).expectCall("reserve");
    }
}
