package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.ConfirmedBy;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator may do, each with who and why, and each taking effect once. */
class OperationTest {

    private static final EffectRef BLIND = EffectRef.forward("blind");
    private static final EffectRef FILE = EffectRef.forward("file");
    private static final EffectRef UNDO_FIRST = EffectRef.compensation("first");

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("first", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "undo-first")
            .tool("undo-first", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("second", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "undo-second")
            .tool("undo-second", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.LOOKUP)
            .tool("blind", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .saga("two", "first", "second")
            .saga("through", "first", "door", "file")
            .saga("doubtful", "first", "blind");

    private static Scenario proposed(String definition) {
        return Scenario.with(CATALOG).propose(Commands.saga(definition));
    }

    private static Scenario pastTheDoor() {
        return proposed("through").answers(SUCCEEDED).answers(SUCCEEDED).expectCall("file");
    }

    private static Scenario inDoubtForGood() {
        return proposed("doubtful").answers(SUCCEEDED).answers(UNKNOWN).expectEscalated(Reason.NO_WAY_TO_KNOW);
    }

    private static Scenario withFailedCompensation() {
        return proposed("two")
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectCall("undo-first")
                .answers(TERMINAL)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldUndoWhatWasDoneWhenASagaIsCancelled() {
        proposed("two")
                .answers(SUCCEEDED)
                .answers(TRANSIENT)
                .cancels()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectReason(Reason.CANCELLED);
    }

    @Test
    void shouldRecordWhoIntervenedAndWhy() {
        assertThat(proposed("two").answers(TRANSIENT).rollsBack().events())
                .filteredOn(SagaEvent.OperationApplied.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    SagaEvent.OperationApplied applied = (SagaEvent.OperationApplied) event;
                    assertThat(applied.who()).isEqualTo("operator-1");
                    assertThat(applied.why()).isEqualTo("as the test says");
                });
    }

    @Test
    void shouldApplyAnOperationOnceHoweverOftenItComes() {
        proposed("two")
                .answers(SUCCEEDED)
                .cancels()
                .operationComesAgain()
                .expectRejected(Reason.STALE_OPERATION)
                .rollsBack()
                .expectRejected(Reason.STALE_OPERATION);
    }

    @Test
    void shouldWaitForTheAnswerOfACallThatIsUnderWayWhenCancelled() {
        proposed("two")
                .answers(SUCCEEDED)
                .cancels()
                .expectCall("second")
                .answers(SUCCEEDED)
                .expectCall("undo-second")
                .answers(SUCCEEDED)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldRefuseToUndoBeyondThePointOfNoReturnAndNameIt() {
        Scenario scenario = pastTheDoor().cancels().expectRejected(Reason.PIVOT_PASSED);

        assertThat(scenario.rejectionDetail()).contains("'door'");
        scenario.rollsBack().expectRejected(Reason.PIVOT_PASSED).expectCall("file");
    }

    @Test
    void shouldGoForwardAfterAllWhenThePointOfNoReturnTurnsOutToBePassed() {
        proposed("through")
                .answers(SUCCEEDED)
                .answers(UNKNOWN)
                .cancels()
                .expectSaga(SagaStatus.COMPENSATING)
                .answers(FOUND)
                .expectSaga(SagaStatus.ACTIVE)
                .expectCallsOf("undo-first", 0)
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldRefuseToCancelWhatHasEnded() {
        proposed("two")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .cancels()
                .expectRejected(Reason.SAGA_ENDED);
    }

    @Test
    void shouldCommitOnAnOperatorsWord() {
        Scenario scenario = inDoubtForGood()
                .resolves(BLIND, Resolution.COMMITTED)
                .expectEffect("blind", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectNotEscalated();

        assertThat(scenario.lastResult().externalRefs()).containsEntry("blind", "ref-of-operator");
        assertThat(scenario.confirmedBy("blind")).isEqualTo(ConfirmedBy.OPERATOR);
        scenario.operationComesAgain().expectRejected(Reason.STALE_OPERATION);
    }

    @Test
    void shouldCallAgainWhenAnOperatorSaysThatItWasNotDone() {
        inDoubtForGood()
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectRejected(Reason.NOT_SETTLED)
                .passes(Duration.ofMinutes(1))
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectCall("blind")
                .expectNotEscalated()
                .expectCallsOf("blind", 2);
    }

    @Test
    void shouldUndoTheRestWhenAnOperatorSaysInARollbackThatItWasNotDone() {
        inDoubtForGood()
                .cancels()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCallsOf("undo-first", 0)
                .passes(Duration.ofMinutes(1))
                .resolves(BLIND, Resolution.NOT_COMMITTED)
                .expectEffect("blind", FAILED)
                .expectCall("undo-first");
    }

    @Test
    void shouldRefuseToResolveWhatIsNotInDoubt() {
        proposed("two")
                .answers(SUCCEEDED)
                .resolves(EffectRef.forward("first"), Resolution.NOT_COMMITTED)
                .expectRejected(Reason.STALE_OPERATION)
                .resolves(EffectRef.forward("nowhere"), Resolution.COMMITTED)
                .expectRejected(Reason.INVALID_OPERATION);
    }

    @Test
    void shouldRetryAFailedStepAfterThePivotWithTheSameKey() {
        Scenario scenario = pastTheDoor()
                .answers(TERMINAL)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .retries(FILE)
                .expectCall("file")
                .expectNotEscalated();

        assertThat(scenario.intents().stream().filter(intent -> intent.tool().equals("file")))
                .extracting(intent -> intent.idempotencyKey())
                .hasSize(2)
                .containsOnly(scenario.openIntent().idempotencyKey());
        scenario.operationComesAgain()
                .expectRejected(Reason.STALE_OPERATION)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotRepeatWhatMayHaveHappenedWhereThatIsNotSafe() {
        inDoubtForGood()
                .retries(BLIND)
                .expectRejected(Reason.RESOLVE_FIRST)
                .skips(BLIND)
                .expectRejected(Reason.RESOLVE_FIRST)
                .expectEffect("blind", AMBIGUOUS);
    }

    @Test
    void shouldPassOverAStepThatAnOperatorSkips() {
        Scenario scenario = pastTheDoor()
                .answers(TERMINAL)
                .skips(FILE)
                .expectSaga(SagaStatus.COMMITTED)
                .expectReason(Reason.SKIPPED)
                .expectNotEscalated();

        assertThat(scenario.lastResult().completedSteps()).containsExactly("first", "door");
    }

    @Test
    void shouldRefuseToSkipAStepThatIsUnderWay() {
        pastTheDoor().skips(FILE).expectRejected(Reason.RESOLVE_FIRST).expectCall("file");
    }

    @Test
    void shouldRetryAFailedCompensationAfterTheEndOfTheSaga() {
        withFailedCompensation()
                .retries(UNDO_FIRST)
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .expectNotEscalated();
    }

    @Test
    void shouldGiveUpACompensationThatAnOperatorSkips() {
        proposed("two")
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .answers(TRANSIENT)
                .skips(UNDO_FIRST)
                .expectSaga(SagaStatus.FAILED)
                .expectEffect("first", COMMITTED)
                .expectEffectReason(EffectRef.forward("first"), Reason.SKIPPED)
                .expectNotEscalated();
    }

    @Test
    void shouldUndoOneCommittedEffectOnRequest() {
        Scenario scenario = proposed("two")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .compensates("first")
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectEffect("second", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(scenario.events())
                .filteredOn(SagaEvent.CompensationRequested.class::isInstance)
                .containsExactly(new SagaEvent.CompensationRequested("first", "o-1", "operator-1", "as the test says"));
        assertThat(scenario.lastResult().completedSteps()).containsExactly("second");
        assertThat(scenario.lastResult().compensatedSteps()).containsExactly("first");
        scenario.compensates("first")
                .expectRejected(Reason.STALE_OPERATION)
                .compensates("second")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldKeepTheEndOfTheSagaWhenTheRequestedUndoingFails() {
        proposed("two")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .compensates("first")
                .answers(TERMINAL)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .expectSaga(SagaStatus.COMMITTED)
                .compensates("first")
                .expectCall("undo-first")
                .answers(SUCCEEDED)
                .expectEffect("first", COMPENSATED)
                .expectNotEscalated();
    }

    @Test
    void shouldRefuseToUndoOneEffectOfASagaThatIsUnderWayOrHasNoCompensation() {
        pastTheDoor()
                .compensates("first")
                .expectRejected(Reason.NOT_ENDED)
                .answers(SUCCEEDED)
                .compensates("file")
                .expectRejected(Reason.NO_COMPENSATION)
                .compensates("nowhere")
                .expectRejected(Reason.NO_COMPENSATION);
    }
}
