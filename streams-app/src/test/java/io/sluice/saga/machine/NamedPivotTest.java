package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.SagaDefinition;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant 12, where the definition names the door: the tool alone would not make it one. */
class NamedPivotTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("capture", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("tell", EXTERNAL_NOTIFICATION, RETRYABLE, Capability.KEYS)
            .define(new SagaDefinition(
                    "trip",
                    "v1",
                    null,
                    "capture",
                    List.of(Steps.plain("hold"), Steps.plain("capture"), Steps.plain("tell"))));

    private static Scenario begun() {
        return Scenario.with(CATALOG).propose(Commands.saga("trip")).grant("reviewer-1");
    }

    @Test
    void shouldPlanTheNamedStepAsThePivot() {
        assertThat(begun().saga().steps())
                .extracting(Step::reversibility)
                .containsExactly(COMPENSABLE, Reversibility.PIVOT, RETRYABLE);
    }

    @Test
    void shouldUndoWhatRanWhenTheNamedStepIsRefused() {
        begun().answers(SUCCEEDED)
                .expectCall("capture")
                .answers(TERMINAL)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldOnlyGoForwardAfterTheNamedStep() {
        begun().answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectEffect("capture", COMMITTED)
                .expectCall("tell")
                .answers(TERMINAL)
                .expectSaga(SagaStatus.ACTIVE)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .expectCallsOf("release", 0);
    }

    @Test
    void shouldRefuseToCancelOrRollBackAfterTheNamedStep() {
        Scenario scenario =
                begun().answers(SUCCEEDED).answers(SUCCEEDED).cancels().expectRejected(Reason.PIVOT_PASSED);

        assertThat(scenario.rejectionDetail()).contains("'capture'");
        scenario.rollsBack().expectRejected(Reason.PIVOT_PASSED);
    }

    @Test
    void shouldCancelBeforeTheNamedStep() {
        begun().cancels()
                .expectSaga(SagaStatus.COMPENSATING)
                .answers(SUCCEEDED)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectCallsOf("capture", 0);
    }

    @Test
    void shouldGoForwardWhenTheNamedStepTurnsOutToHaveHappened() {
        begun().answers(SUCCEEDED)
                .expectCall("capture")
                .cancels()
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ACTIVE)
                .expectCall("tell");
    }
}
