package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.saga.Claim;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An operator gives a compensation up before the rollback has come to it, and before it is known what there is to undo. */
class SkippedUndoTest {

    private static final EffectRef UNDO = EffectRef.compensation("book");

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("book", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .tool("look", READ, RETRYABLE, Capability.NEITHER)
                .saga("trip", "book", "look");
    }

    private static Scenario skipped(TestCatalog tools) {
        Scenario scenario = Scenario.with(tools).propose(Commands.saga("trip"));
        scenario.saga().claims().forEach(claim -> scenario.ledgerAnswers(claim, ClaimAnswer.Result.HELD));
        return scenario.expectCall("book")
                .answers(UNKNOWN)
                .cancels()
                .skips(UNDO)
                .expectNotRejected();
    }

    @Test
    void shouldStillFindOutWhetherTheStepWasDone() {
        skipped(tools())
                .expectEffect("book", AMBIGUOUS)
                .expectEffectReason(EffectRef.forward("book"), Reason.UNKNOWN_OUTCOME)
                .passesUntilDue()
                .expectCall("book");
    }

    @Test
    void shouldLeaveWhatWasDoneAndTellNobodyThatItCouldNotBeUndone() {
        skipped(tools())
                .passesUntilDue()
                .answers(SUCCEEDED)
                .expectEffect("book", COMMITTED)
                .expectEffectReason(EffectRef.forward("book"), Reason.SKIPPED)
                .expectCallsOf("release", 0)
                .expectNotEscalated()
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldHaveNothingToLeaveWhereItWasNotDone() {
        skipped(tools())
                .passesUntilDue()
                .answers(TERMINAL)
                .expectEscalated(Reason.REFUSED_BY_PROVIDER)
                .waits(Duration.ofMinutes(1))
                .resolves(EffectRef.forward("book"), Resolution.NOT_COMMITTED)
                .expectEffect("book", FAILED)
                .expectNotEscalated();
    }

    /** While it is in doubt, nobody else may do the act; and the machine comes to rest. */
    @Test
    void shouldKeepTheBusinessKeyOfAnActThatIsInDoubt() {
        Scenario scenario = skipped(tools().onceForATarget("book"));

        assertThat(scenario.saga().claims())
                .singleElement()
                .extracting(Claim::state)
                .isEqualTo(Claim.State.HELD);
        scenario.passesUntilDue().expectCall("book").answers(SUCCEEDED).expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldComeToRestWhereALimitHoldsForIt() {
        skipped(tools().limit("a", 1)).passesUntilDue().expectCall("book").expectCallsOf("book", 2);
    }
}
