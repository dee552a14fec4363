package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing goes to whom the contract does not let it go. Invariant 4. */
class RecipientTest {

    private static CatalogSnapshot catalog(String recipient) {
        return YamlCatalog.of("""
                kind: tool
                name: send
                effect_type: external_notification
                reversibility: pivot
                provider: p
                honours_key: true
                recipient: {%s}
                call: {path: /send, headers: {Key: $/idempotency_key}, body: {to: "$/arguments/to?"}}
                ---
                kind: tool
                name: find
                effect_type: read
                provider: p
                call: {method: GET, path: /find}
                answers: {external_ref: /id}
                ---
                kind: saga
                name: found
                steps:
                  - {name: find, tool: find}
                  - {name: send, tool: send, arguments: {to: $/steps/find/external_ref}}
                ---
                kind: policy
                name: p
                rules: [{name: all, result: allow}]
                """.formatted(recipient));
    }

    private static Scenario with(String recipient) {
        CatalogSnapshot catalog = catalog(recipient);
        return Scenario.with(catalog).policy(catalog.policy());
    }

    private static Command to(@Nullable String recipient) {
        return CommandBuilder.ofTool("send", Scenario.START)
                .recipient(recipient)
                .build();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "allowed: [r-1, r-2] | r-2 |",
                "allowed: [r-1, r-2] | r-3 | none of those whom the contract allows",
                "allowed: [r-1, r-2] | | the command names no recipient_id",
                "rule: command.recipient_id.startsWith('r-') | r-3 |",
                "rule: command.recipient_id.startsWith('r-') | x-3 | does not let it go to recipient 'x-3'",
                "rule: command.recipient_id.startsWith('r-') | | cannot be evaluated",
                "rule: '!has(command.recipient_id)' | |",
                "rule: command.recipient_id == target.id | 4711 |",
                "rule: command.recipient_id == command.arguments.to | r-1 | cannot be evaluated",
                "rule: command.recipient_id / 0 == 1 | r-1 | cannot be evaluated",
                "allowed: [r-1], rule: target.type == 'case' | r-1 |",
                "allowed: [r-1], rule: target.type == 'file' | r-1 | does not let it go",
                "allowed: [r-1], rule: target.type == 'case' | r-2 | none of those",
            })
    void shouldLetGoOnlyWhatTheContractLetsGo(String rule, @Nullable String recipient, @Nullable String refusal) {
        Scenario scenario = with(rule).propose(to(recipient));

        if (refusal == null) {
            scenario.expectCall("send");
            return;
        }
        scenario.expectSaga(SagaStatus.FAILED)
                .expectCallsOf("send", 0)
                .expectEffectReason(EffectRef.forward("send"), Reason.RECIPIENT_REFUSED);
        assertThat(scenario.events()
                        .filter(SagaEvent.EffectFailed.class::isInstance)
                        .map(event -> ((SagaEvent.EffectFailed) event).explanation()))
                .singleElement()
                .asString()
                .contains(refusal);
    }

    /** What is not known yet is decided before the call. */
    @Test
    void shouldLookAgainBeforeTheIntent() {
        Command found = CommandBuilder.of(null, "found", Scenario.START).build();

        with("rule: step.arguments.to.endsWith(':find')")
                .propose(found)
                .expectCall("find")
                .answers(SUCCEEDED)
                .expectCall("send");
        with("rule: step.arguments.to == 'nobody'")
                .propose(found)
                .expectCall("find")
                .answers(SUCCEEDED)
                .expectEffectReason(EffectRef.forward("send"), Reason.RECIPIENT_REFUSED)
                .expectCallsOf("send", 0);
    }

    @Test
    void shouldAskNobodyToApproveWhatMayNotGo() {
        CatalogSnapshot catalog = catalog("allowed: [r-1]");
        Scenario scenario = Scenario.with(catalog).propose(to("r-2"));

        assertThat(scenario.events()).noneMatch(SagaEvent.ApprovalRequested.class::isInstance);
        scenario.expectEffectReason(EffectRef.forward("send"), Reason.RECIPIENT_REFUSED);
        Scenario.with(catalog).propose(to("r-1")).expectEffect("send", APPROVAL_REQUIRED);
    }
}
