package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator does about one effect never rewrites what is settled, and always leads on from what is not. */
class RepairTest {

    private static final EffectRef HOLD = EffectRef.forward("hold");
    private static final EffectRef NOTE = EffectRef.forward("note");
    private static final EffectRef FILE = EffectRef.forward("file");
    private static final EffectRef RELEASE = EffectRef.compensation("hold");
    private static final EffectRef ERASE = EffectRef.compensation("note");

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "erase")
            .tool("erase", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("capture", INTERNAL_MUTATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .saga("all", "hold", "note", "door", "file")
            .saga("caught", "hold", "note", "capture", "file");

    private static Scenario proposed(String definition) {
        return Scenario.with(CATALOG).propose(Commands.saga(definition));
    }

    /** Rolled back; then a second success of the first call to {@code hold} comes to light. */
    private static Scenario undoneAndDoneTwice() {
        Scenario scenario = proposed("all");
        Intent first = scenario.openIntent();
        scenario.answers(UNKNOWN).answers(NOT_FOUND).passesUntilDue().answers(NOT_FOUND);
        return scenario.expectCallsOf("hold", 2)
                .answers(Outcomes.doneAs("ref-b", scenario.openIntent(), scenario.now()))
                .answers(TERMINAL)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK)
                .answers(Outcomes.doneAs("ref-a", first, scenario.now()))
                .expectEscalated(Reason.DONE_TWICE)
                .passes(Duration.ofHours(1));
    }

    /** Every call of {@code tool} went unanswered. */
    private static Scenario calledInVain(Scenario scenario, String tool) {
        for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.expectCall(tool).answers(UNKNOWN).passesUntilDue();
        }
        return scenario.answers(UNKNOWN).expectEscalated(Reason.NO_WAY_TO_KNOW);
    }

    @Test
    void shouldNotUndoACompensationThatWasDoneTwiceWhenThatIsAcknowledged() {
        Scenario scenario = proposed("all").answers(SUCCEEDED).answers(TERMINAL).expectCall("release");
        Intent release = scenario.openIntent();

        scenario.answers(SUCCEEDED)
                .answers(Outcomes.doneAs("other", release, scenario.now()))
                .expectEscalated(Reason.DONE_TWICE)
                .skips(RELEASE)
                .expectNotRejected()
                .expectNotEscalated()
                .expectCompensation("hold", COMMITTED)
                .expectEffect("hold", COMPENSATED);
        assertThat(scenario.effect("hold").reason()).isNull();
    }

    @Test
    void shouldOnlyAcknowledgeWhatWasDoneTwiceAndThenUndone() {
        for (Resolution resolution : List.of(Resolution.COMMITTED, Resolution.NOT_COMMITTED)) {
            undoneAndDoneTwice()
                    .resolves(HOLD, resolution)
                    .expectRejected(Reason.STALE_OPERATION)
                    .expectEffect("hold", COMPENSATED)
                    .skips(HOLD)
                    .expectNotRejected()
                    .expectNotEscalated()
                    .expectEffect("hold", COMPENSATED)
                    .expectSaga(SagaStatus.ROLLED_BACK);
        }
    }

    @Test
    void shouldEndTheLookupUnderWayWhenAnOperatorSaysThatItWasNotDone() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("hold"))
                .answers(UNKNOWN)
                .waits(Duration.ofMinutes(1))
                .expectLookup("hold");
        Intent lookup = scenario.openIntent();

        scenario.resolves(HOLD, Resolution.NOT_COMMITTED)
                .expectCall("hold")
                .answers(Outcomes.of(lookup, UNKNOWN, scenario.now()))
                .expectRejected(Reason.STALE_OUTCOME)
                .expectCall("hold")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldResolveWhatIsInDoubtWhileAReviewerIsAskedAboutTheNextCall() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .answers(UNKNOWN)
                .policy(question -> new PolicyDecision(Verdict.REQUIRE_APPROVAL, "ask", "p2", "ask first"))
                .passesUntilDue()
                .expectEffect("note", APPROVAL_REQUIRED)
                .resolves(NOTE, Resolution.COMMITTED)
                .expectEffect("note", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldResolveWorkThatTheProviderHasTakenOnAndDoesNotEnd() {
        proposed("all")
                .answers(ACCEPTED)
                .resolves(HOLD, Resolution.COMMITTED)
                .expectEffect("hold", COMMITTED)
                .expectCall("note");
    }

    @Test
    void shouldAskNobodyAnyMoreAboutALateSagaThatWentWell() {
        proposed("all")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("file")
                .answers(TRANSIENT)
                .passes(Scenario.LIMITS.sagaTimeout())
                .expectSagaEscalated()
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectNotEscalated();
    }

    @Test
    void shouldLetAnOperatorClearTheDoubtAboutAStepThatFailedBehindThePivot() {
        Scenario scenario = proposed("all")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("file");
        Intent file = scenario.openIntent();

        scenario.answers(TERMINAL)
                .answers(Outcomes.of(file, SUCCEEDED, scenario.now()))
                .skips(FILE)
                .expectRejected(Reason.RESOLVE_FIRST)
                .passes(Duration.ofHours(1))
                .resolves(FILE, Resolution.NOT_COMMITTED)
                .expectNotRejected()
                .expectEffect("file", FAILED)
                .expectEffectReason(FILE, Reason.REFUSED_BY_PROVIDER)
                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                .skips(FILE)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldCallAgainWithFullBudgetsWhatAnOperatorSaysWasNotDone() {
        Scenario scenario = calledInVain(Scenario.with(CATALOG).propose(Commands.tool("note")), "note")
                .passes(Duration.ofHours(1))
                .resolves(NOTE, Resolution.NOT_COMMITTED);

        calledInVain(scenario, "note").expectEffect("note", AMBIGUOUS);
    }

    @Test
    void shouldSayThatTheCallsWereUsedUpOfAProviderThatHonoursKeys() {
        Scenario scenario = calledInVain(Scenario.with(CATALOG).propose(Commands.tool("note")), "note");

        assertThat(scenario.events().filter(SagaEvent.EffectEscalated.class::isInstance))
                .extracting(event -> ((SagaEvent.EffectEscalated) event).explanation())
                .singleElement()
                .asString()
                .contains("called 6 times")
                .doesNotContain("honours");
    }

    @Test
    void shouldNotTakeAFailedCompensationForSettledBecauseItWasNotDone() {
        proposed("all")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .answers(TERMINAL)
                .expectCall("erase")
                .answers(TERMINAL)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .passes(Duration.ofMinutes(2))
                .resolves(ERASE, Resolution.NOT_COMMITTED)
                .expectRejected(Reason.STALE_OPERATION);
    }

    @Test
    void shouldNotCountAStepAsSkippedWhoseCompensationWasSkippedBeforeTheSagaWentForward() {
        Scenario scenario = proposed("caught")
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectCall("capture")
                .answers(UNKNOWN)
                .cancels()
                .skips(ERASE)
                .expectNotRejected()
                .answers(FOUND)
                .expectCall("file")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        assertThat(scenario.saga().reason()).isNull();
        assertThat(scenario.lastResult().completedSteps()).containsExactly("hold", "note", "capture", "file");
    }
}
