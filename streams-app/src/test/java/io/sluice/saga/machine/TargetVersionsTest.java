package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.PROPOSED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.saga.machine.VersionedTools.both;
import static io.sluice.saga.machine.VersionedTools.catalog;
import static io.sluice.saga.machine.VersionedTools.change;
import static io.sluice.saga.machine.VersionedTools.proposed;
import static io.sluice.saga.machine.VersionedTools.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimMessage;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that was made for another version of its target than it has does not happen unseen. */
class TargetVersionsTest {

    private static long asks(Scenario scenario) {
        return scenario.outputs()
                .filter(output ->
                        output instanceof Output.SendClaim claim && claim.message() instanceof ClaimMessage.VersionAsk)
                .count();
    }

    @Test
    void shouldDecideNothingBeforeTheVersionIsKnown() {
        Scenario scenario = proposed("").expectNothingUnderWay().expectEffect("change", PROPOSED);

        assertThat(scenario.events()).noneMatch(SagaEvent.PolicyDecided.class::isInstance);
        assertThat(asks(scenario)).isOne();
        scenario.ledgerTells("3").expectSent("change", "\"version\":\"3\"");
        assertThat(asks(scenario)).isOne();
    }

    @ParameterizedTest(name = "{0}, expected {1}, told {2}: {3}")
    @CsvSource({
        "on_stale: reject, 3, 3, call",
        "on_stale: reject, 3, 03, call",
        "on_stale: reject, 3, 4, stale",
        "on_stale: reject, a, b, waits",
        "on_stale: reject, 3, b, waits",
        "on_stale: reject, 3, , waits",
        "on_stale: reject, 3, 2, waits",
        "on_stale: reload, 3, 4, call",
        "on_stale: reload, a, b, waits",
        "on_stale: reload, 3, 2, waits",
        "on_stale: reload, 3, , waits",
        "on_stale: ask, 3, 3, call",
        "on_stale: ask, 3, 4, asks",
        "on_unknown: allow, 3, , call",
        "on_unknown: allow, 3, 4, stale",
        "on_unknown: allow, 3, 2, waits",
    })
    void shouldDoWhatTheContractSays(String rules, String expected, @Nullable String told, String outcome) {
        Scenario scenario = with(catalog(rules)).propose(change(expected)).ledgerTells(told);

        switch (outcome) {
            case "call" -> scenario.expectCall("change");
            case "stale" ->
                scenario.expectSaga(SagaStatus.FAILED).expectEffectReason(EffectRef.forward("change"), Reason.STALE);
            case "asks" -> scenario.expectNothingUnderWay().expectEffect("change", APPROVAL_REQUIRED);
            default ->
                scenario.expectNothingUnderWay()
                        .expectEffectReason(EffectRef.forward("change"), Reason.VERSION_UNKNOWN);
        }
    }

    @Test
    void shouldTellBothVersions() {
        Scenario scenario =
                proposed("").ledgerTells("4").expectEffect("change", FAILED).expectCallsOf("change", 0);

        assertThat(scenario.lastResult().error()).contains("stale", "version 3", "is at 4");
        assertThat(scenario.events().filter(SagaEvent.EffectFailed.class::isInstance))
                .singleElement()
                .satisfies(event -> assertThat(((SagaEvent.EffectFailed) event).explanation())
                        .contains("made for version 3", "the version of case 4711 is 4"));
    }

    @Test
    void shouldWaitForWhatTheOwnerIsAboutToTell() {
        Scenario scenario = proposed("").ledgerTells("2");

        scenario.passesUntilDue();
        assertThat(asks(scenario)).isEqualTo(2);
        scenario.ledgerTells("3").expectCall("change");
        assertThat(scenario.saga().step("change").orElseThrow().forward().reason())
                .isNull();
    }

    @Test
    void shouldNotWaitForeverForAnOwnerThatTellsNothing() {
        Scenario scenario = proposed("");
        Duration patience = Duration.ZERO;
        while (!scenario.ledgerTells(null).saga().status().isEnded()) {
            patience = Duration.between(
                    Scenario.START, scenario.saga().claims().getLast().askAt());
            scenario.passesUntilDue();
        }

        scenario.expectEffectReason(EffectRef.forward("change"), Reason.VERSION_UNKNOWN);
        assertThat(patience).isEqualTo(Limits.DEFAULTS.claimLease().dividedBy(10));
        assertThat(asks(scenario)).isLessThan(12);
    }

    /** What is no number does not tell which came first: the ledger may know an earlier one than the command. */
    @Test
    void shouldNotGoBackToAVersionThatIsNoNumber() {
        Scenario scenario =
                with(catalog("on_stale: reload")).propose(change("new")).ledgerTells("old");

        scenario.expectNothingUnderWay()
                .passesUntilDue()
                .ledgerTells("new")
                .expectSent("change", "\"version\":\"new\"");
    }

    @Test
    void shouldBelieveInAnotherVersionThatIsNoNumberAfterAWhile() {
        Scenario scenario = with(catalog("")).propose(change("b")).ledgerTells("a");
        while (!scenario.saga().status().isEnded()) {
            scenario.passesUntilDue().ledgerTells("a");
        }

        scenario.expectEffectReason(EffectRef.forward("change"), Reason.STALE);
        assertThat(Duration.between(Scenario.START, scenario.now())).isEqualTo(Duration.ofSeconds(30));
    }

    /** Once the ledger knew the version of the command, another one is news. */
    @Test
    void shouldNotWaitWhereAVersionThatIsNoNumberWasThereAndIsGone() {
        with(catalog(""))
                .propose(both("b"))
                .ledgerTells("b")
                .answers(SUCCEEDED)
                .waits(Duration.ofMinutes(1))
                .answers(SUCCEEDED)
                .ledgerTells("c")
                .expectEffectReason(EffectRef.forward("second"), Reason.STALE);
    }

    @Test
    void shouldAskNothingWhereNoVersionIsExpected() {
        Scenario scenario = with(catalog("")).propose(change(null)).expectCall("change");

        assertThat(asks(scenario)).isZero();
    }

    @Test
    void shouldRefuseACommandThatNamesNoVersionWhereTheContractWantsOne() {
        with(catalog("required: true"))
                .propose(change(null))
                .expectCallsOf("change", 0)
                .expectEffectReason(EffectRef.forward("change"), Reason.VERSION_MISSING);
    }

    @Test
    void shouldAskAgainBeforeEachCall() {
        Scenario scenario = with(catalog(""))
                .propose(both())
                .ledgerTells("3")
                .expectCall("quote")
                .answers(SUCCEEDED);
        scenario.expectCall("change")
                .answers(SUCCEEDED)
                .expectEffect("first", COMMITTED)
                .expectNothingUnderWay();
        assertThat(asks(scenario)).isEqualTo(2);

        scenario.ledgerTells("4")
                .expectEffectReason(EffectRef.forward("second"), Reason.STALE)
                .expectCallsOf("change", 1);
    }

    @Test
    void shouldAskAgainBeforeTheCallIsRepeated() {
        Scenario scenario = proposed("")
                .ledgerTells("3")
                .answers(TRANSIENT)
                .passesUntilDue()
                .expectNothingUnderWay();

        assertThat(asks(scenario)).isEqualTo(2);
        scenario.ledgerTells("3").expectCallsOf("change", 2);
    }

    /** What may have happened may have changed the target itself: its key alone tells. Invariant 5. */
    @Test
    void shouldNotMistakeItsOwnChangeForSomebodyElses() {
        Scenario scenario =
                proposed("").ledgerTells("3").answers(UNKNOWN).passesUntilDue().expectCallsOf("change", 2);

        assertThat(asks(scenario)).isOne();
    }

    @Test
    void shouldAskAgainWhereTheAnswerHasGrownOld() {
        Scenario scenario = with(catalog("")).propose(both()).ledgerTells("3");
        scenario.waits(Duration.ofSeconds(1)).answers(SUCCEEDED).expectNothingUnderWay();

        assertThat(asks(scenario)).isEqualTo(2);
        scenario.ledgerTells("3").expectCall("change");
    }

    @Test
    void shouldTellThatTheProviderFoundItStale() {
        Scenario scenario = proposed("").ledgerTells("3");

        scenario.answers(Outcomes.stale(scenario.openIntent(), scenario.now))
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE);
    }

    @Test
    void shouldForgetTheAskOfASagaThatIsCancelled() {
        Scenario scenario = proposed("").cancels();
        assertThat(scenario.saga().claims()).isEmpty();
        assertThat(scenario.saga().status().isEnded()).isTrue();
    }
}
