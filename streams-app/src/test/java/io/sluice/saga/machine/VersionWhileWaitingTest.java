package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.saga.machine.FlowTest.busy;
import static io.sluice.saga.machine.VersionedTools.catalog;
import static io.sluice.saga.machine.VersionedTools.change;
import static io.sluice.saga.machine.VersionedTools.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whoever waits for a place at its provider looks at its target once more before the call, and does not give its turn up. */
class VersionWhileWaitingTest {

    private static final EffectRef CHANGE = EffectRef.forward("change");

    /** It was found to fit when it began to wait. */
    private static Scenario waiting(String rules) {
        return with(catalog(rules))
                .placesBecome(busy(Lane.FORWARD))
                .propose(change("3"))
                .ledgerTells("3")
                .expectWaiting(CHANGE, AttemptKind.CALL, Lane.FORWARD);
    }

    private static Instant since(Scenario scenario) {
        Waiting waiting = Objects.requireNonNull(scenario.saga().effect(CHANGE))
                .progress()
                .waiting();
        return Objects.requireNonNull(waiting).since();
    }

    /** Invariant 4: "again before the call". */
    @Test
    void shouldNotCallOnWhatWasFoundBeforeItWaited() {
        waiting("")
                .waits(Duration.ofMinutes(4))
                .placeIsFreedFor(CHANGE)
                .expectNothingUnderWay()
                .ledgerTells("4")
                .expectEffectReason(CHANGE, Reason.STALE)
                .expectCallsOf("change", 0);
    }

    /** Invariant 10. */
    @Test
    void shouldKeepItsTurnHoweverLongItHasWaited() {
        Scenario scenario = waiting("").waits(Duration.ofHours(2));
        Instant began = since(scenario);

        scenario.placeIsFreedFor(CHANGE).expectNothingUnderWay();
        assertThat(since(scenario)).isEqualTo(began);
        scenario.ledgerTells("3").expectNothingUnderWay();
        assertThat(since(scenario)).isEqualTo(began);
        scenario.placeIsFreedFor(CHANGE).expectCall("change").expectNobodyWaits();
    }

    @Test
    void shouldCallAtOnceWhereItHasHardlyWaited() {
        waiting("").waits(Duration.ofMillis(900)).placeIsFreedFor(CHANGE).expectCall("change");
    }

    @Test
    void shouldLookOnceMoreWhereItWaitedAgainForLong() {
        waiting("")
                .waits(Duration.ofMinutes(1))
                .placeIsFreedFor(CHANGE)
                .ledgerTells("3")
                .waits(Duration.ofMinutes(1))
                .placeIsFreedFor(CHANGE)
                .expectNothingUnderWay()
                .ledgerTells("3")
                .placeIsFreedFor(CHANGE)
                .expectCall("change");
    }

    /** Places may come more slowly than an answer grows old: each answer counts for longer than the one before. */
    @Test
    void shouldComeToACallHoweverSlowlyPlacesAreFreed() {
        Scenario scenario = waiting("");
        int turns = 0;
        while (!Objects.requireNonNull(scenario.saga().effect(CHANGE))
                        .progress()
                        .isMoving()
                || scenario.saga().openAttempts().isEmpty()) {
            assertThat(++turns).as("turns without a call").isLessThan(20);
            scenario.waits(Duration.ofMinutes(1)).placeIsFreedFor(CHANGE);
            if (scenario.saga().openAttempts().isEmpty()) {
                scenario.ledgerTells("3");
            }
        }
        scenario.expectCall("change");
    }

    @Test
    void shouldLeaveTheQueueForAPersonWhoHasToAgreeToTheOtherVersion() {
        waiting("on_stale: ask")
                .waits(Duration.ofMinutes(1))
                .placeIsFreedFor(CHANGE)
                .ledgerTells("4")
                .expectEffect("change", APPROVAL_REQUIRED)
                .expectNobodyWaits();
    }

    @Test
    void shouldKeepItsTurnWithTheVersionThatWasLoaded() {
        waiting("on_stale: reload")
                .waits(Duration.ofMinutes(1))
                .placeIsFreedFor(CHANGE)
                .ledgerTells("4")
                .expectWaiting(CHANGE, AttemptKind.CALL, Lane.FORWARD)
                .placeIsFreedFor(CHANGE)
                .expectSent("change", "\"version\":\"4\"");
    }

    @Test
    void shouldWaitWithItsTurnForWhatTheOwnerIsAboutToTell() {
        waiting("")
                .waits(Duration.ofMinutes(1))
                .placeIsFreedFor(CHANGE)
                .ledgerTells("2")
                .expectWaiting(CHANGE, AttemptKind.CALL, Lane.FORWARD)
                .passesUntilDue()
                .ledgerTells("3")
                .placeIsFreedFor(CHANGE)
                .expectCall("change");
    }
}
