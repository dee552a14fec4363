package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
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
}
