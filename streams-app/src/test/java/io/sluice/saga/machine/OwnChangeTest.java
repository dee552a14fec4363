package io.sluice.saga.machine;

import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandBuilder;
import org.junit.jupiter.api.Test;

/** A saga changes the version of its target itself. */
class OwnChangeTest {

    private static Scenario proposed() {
        CatalogSnapshot catalog = YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: compensable
                provider: p
                honours_key: true
                call: {path: /change, headers: {Key: $/idempotency_key, If-Match: $/expected_version}}
                conditional_write: true
                compensation: {tool: restore, arguments: {}}
                ---
                kind: tool
                name: restore
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                call: {path: /restore, headers: {Key: $/idempotency_key, If-Match: "$/expected_version?"}}
                ---
                kind: tool
                name: send
                effect_type: external_notification
                reversibility: pivot
                provider: p
                honours_key: true
                call: {path: /send, headers: {Key: $/idempotency_key}}
                ---
                kind: saga
                name: both
                steps: [{name: change, tool: change}, {name: send, tool: send}]
                """, VersionedTools.ALLOWED);
        return Scenario.with(catalog)
                .policy(catalog.policy())
                .propose(CommandBuilder.of(null, "both", Scenario.START)
                        .expects("3")
                        .build());
    }

    /** The target has another version by what is to be undone. */
    @Test
    void shouldUndoWhateverVersionTheTargetHas() {
        Scenario scenario = proposed()
                .ledgerTells("3")
                .answers(SUCCEEDED)
                .ledgerTells("3")
                .answers(TERMINAL)
                .expectCall("restore");

        Intent change = scenario.intents().stream()
                .filter(intent -> intent.tool().equals("change"))
                .findFirst()
                .orElseThrow();
        Intent restore = scenario.openIntent();
        assertThat(change.request().headers()).containsEntry("If-Match", "3");
        assertThat(restore.request().headers()).doesNotContainKey("If-Match");
    }
}
