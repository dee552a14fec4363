package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.saga.machine.VersionedTools.ALLOWED;
import static io.sluice.saga.machine.VersionedTools.both;
import static io.sluice.saga.machine.VersionedTools.catalog;
import static io.sluice.saga.machine.VersionedTools.change;
import static io.sluice.saga.machine.VersionedTools.proposed;
import static io.sluice.saga.machine.VersionedTools.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.query.view.ApprovalRequest;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where the target has changed, a contract may have the command decided anew, or a person asked. */
class ChangedTargetTest {

    @Test
    void shouldNotReloadWhatWasCalledBefore() {
        proposed("on_stale: reload")
                .ledgerTells("3")
                .answers(TRANSIENT)
                .passesUntilDue()
                .ledgerTells("4")
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE);
    }

    @Test
    void shouldDecideAnewForTheVersionThatWasLoaded() {
        CatalogSnapshot catalog = catalog("on_stale: reload", "", """
                kind: policy
                name: p
                rules: [{name: closed, when: target.version == "4" && target.expected_version == "4", result: deny}, {name: all, result: allow}]
                """);

        with(catalog)
                .propose(change("3"))
                .ledgerTells("4")
                .expectEffectReason(EffectRef.forward("change"), Reason.DENIED);
        with(catalog).propose(change("3")).ledgerTells("5").expectSent("change", "\"version\":\"5\"");
    }

    @Test
    void shouldShowBothVersionsToWhoeverIsAsked() {
        Scenario scenario = proposed("on_stale: ask").ledgerTells("4");

        assertThat(ApprovalRequest.pending(scenario.saga())).singleElement().satisfies(request -> {
            assertThat(request.expectedVersion()).isEqualTo("3");
            assertThat(request.targetVersion()).isEqualTo("4");
        });
        scenario.grant("reviewer-1").ledgerTells("4").expectSent("change", "\"version\":\"4\"");
    }

    @Test
    void shouldAskOnceMoreWhereItChangesWhileTheReviewerThinks() {
        Scenario scenario = proposed("on_stale: ask").ledgerTells("4");
        scenario.grant("reviewer-1").expectNothingUnderWay();

        scenario.ledgerTells("5").expectEffect("change", APPROVAL_REQUIRED);
        scenario.grant("reviewer-1").ledgerTells("5").expectSent("change", "\"version\":\"5\"");
    }

    @Test
    void shouldBeginNothingWhereALaterStepWouldBeStale() {
        with(catalog("on_stale: reload", ", on_stale: reject", ALLOWED))
                .propose(both())
                .ledgerTells("4")
                .expectEffectReason(EffectRef.forward("second"), Reason.STALE)
                .expectCallsOf("quote", 0)
                .expectCallsOf("change", 0);
    }

    @Test
    void shouldBeginNothingWhereALaterStepNeedsToKnowTheVersion() {
        Scenario scenario = with(lenientFirst("on_unknown: reject")).propose(both());
        while (!scenario.ledgerTells(null).saga().status().isEnded()) {
            scenario.expectCallsOf("lenient", 0).passesUntilDue();
        }

        scenario.expectEffectReason(EffectRef.forward("second"), Reason.VERSION_UNKNOWN)
                .expectCallsOf("lenient", 0);
    }

    @Test
    void shouldAskAPersonBeforeTheFirstEffectWhereALaterStepWantsOne() {
        with(lenientFirst("on_stale: ask"))
                .propose(both())
                .ledgerTells("4")
                .expectEffect("second", APPROVAL_REQUIRED)
                .expectCallsOf("lenient", 0)
                .grant("reviewer-1")
                .ledgerTells("4")
                .expectSent("lenient", "\"version\":\"4\"");
    }

    /** The saga's own change: what was told before it does not count after it. */
    @Test
    void shouldAskAgainAfterTheSagaHasChangedTheTarget() {
        with(lenientFirst("on_stale: reload"))
                .propose(both())
                .ledgerTells("3")
                .expectCall("lenient")
                .answers(SUCCEEDED)
                .expectNothingUnderWay()
                .ledgerTells("4")
                .expectSent("change", "\"version\":\"4\"");
    }

    @Test
    void shouldAskForAllStepsOfAnOpenSagaBeforeTheFirstOneRuns() {
        CatalogSnapshot catalog = lenientFirst("on_stale: reject");
        Scenario scenario = with(catalog).begins(RunAt.COMMIT);
        scenario.propose(scenario.open(SagaAction.ADD_STEP, "lenient", "c-1")
                        .step("one")
                        .expects("3")
                        .build())
                .ledgerTells("3")
                .propose(scenario.open(SagaAction.ADD_STEP, "change", "c-2")
                        .step("two")
                        .expects("3")
                        .build())
                .ledgerTells("3")
                .waits(Duration.ofSeconds(30))
                .commits();

        while (!scenario.saga().claims().isEmpty()) {
            scenario.ledgerTells("4");
        }
        scenario.expectEffectReason(EffectRef.forward("two"), Reason.STALE).expectCallsOf("lenient", 0);
    }

    /** A step that goes on with any version, and then one that says what is given. */
    private static CatalogSnapshot lenientFirst(String rules) {
        return YamlCatalog.of("""
                kind: tool
                name: lenient
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {on_unknown: allow, on_stale: reload}
                call: {path: /lenient, headers: {Key: $/idempotency_key}, body: {version: "$/expected_version?"}}
                ---
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {%s}
                call: {path: /change, headers: {Key: $/idempotency_key}, body: {version: "$/expected_version?"}}
                ---
                kind: saga
                name: both
                steps: [{name: first, tool: lenient}, {name: second, tool: change}]
                """.formatted(rules), ALLOWED);
    }
}
