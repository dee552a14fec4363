package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.saga.machine.FlowTest.busy;
import static io.sluice.saga.machine.VersionedTools.ALLOWED;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Places;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The target changes between the decision and the first call: nothing begins that a later step of the command would end. */
class ChangedBeforeTheFirstCallTest {

    private static final EffectRef CHANGE = EffectRef.forward("change");
    private static final EffectRef CLOSE = EffectRef.forward("close");

    /** A change that goes on with another version, and cannot be undone, and then what does what is said. */
    private static Scenario proposed(String onStale, String policy, Places places) {
        CatalogSnapshot catalog = YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {on_stale: reload}
                call: {path: /change, headers: {Key: $/idempotency_key}, body: {version: $/expected_version}}
                ---
                kind: tool
                name: close
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {on_stale: %s}
                call: {path: /close, headers: {Key: $/idempotency_key}, body: {version: $/expected_version}}
                ---
                kind: saga
                name: both
                pivot: change
                steps: [{name: change, tool: change}, {name: close, tool: close}]
                """.formatted(onStale), policy);
        return VersionedTools.with(catalog)
                .placesBecome(places)
                .propose(CommandBuilder.of(null, "both", Scenario.START)
                        .expects("3")
                        .build())
                .ledgerTells("3");
    }

    private static Scenario approvedMuchLater(String onStale) {
        return proposed(onStale, VersionedTools.CLOSING_ASKED, Places.UNBOUNDED)
                .expectEffect("close", APPROVAL_REQUIRED)
                .waits(Duration.ofMinutes(5))
                .grant("reviewer-1")
                .expectNothingUnderWay();
    }

    @Test
    void shouldBeginNothingWhereALaterStepHasBecomeStale() {
        approvedMuchLater("reject")
                .ledgerTells("4")
                .expectEffectReason(CLOSE, Reason.STALE)
                .expectCallsOf("change", 0)
                .expectSaga(SagaStatus.FAILED);
    }

    /** Invariant 4: what was approved was for another version. */
    @Test
    void shouldHaveAllOfItApprovedAnewWhereTheOtherVersionIsLoaded() {
        approvedMuchLater("reload")
                .ledgerTells("4")
                .expectEffect("close", APPROVAL_REQUIRED)
                .expectCallsOf("change", 0)
                .grant("reviewer-1")
                .ledgerTells("4")
                .expectSent("change", "\"version\":\"4\"")
                .answers(SUCCEEDED)
                .ledgerTells("4")
                .expectSent("close", "\"version\":\"4\"");
    }

    @Test
    void shouldGoOnWhereNothingHasChanged() {
        approvedMuchLater("reject")
                .ledgerTells("3")
                .expectSent("change", "\"version\":\"3\"")
                .answers(SUCCEEDED)
                .ledgerTells("3")
                .expectSent("close", "\"version\":\"3\"");
    }

    @Test
    void shouldAskThePersonWhoHasToAgreeToALaterStepBeforeTheFirstCallThoughItHadAPlace() {
        proposed("ask", ALLOWED, busy(Lane.FORWARD))
                .waits(Duration.ofMinutes(5))
                .placeIsFreedFor(CHANGE)
                .ledgerTells("4")
                .expectEffect("close", APPROVAL_REQUIRED)
                .expectNobodyWaits()
                .grant("reviewer-1")
                .ledgerTells("4")
                .expectWaiting(CHANGE, AttemptKind.CALL, Lane.FORWARD)
                .placeIsFreedFor(CHANGE)
                .expectSent("change", "\"version\":\"4\"");
    }
}
