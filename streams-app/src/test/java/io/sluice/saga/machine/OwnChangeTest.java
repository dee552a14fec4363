package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.APPROVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A saga changes the version of its target itself. */
class OwnChangeTest {

    private static final EffectRef CLOSE = EffectRef.forward("close");

    private static final String ASKED = """
            kind: policy
            name: p
            rules:
              - {name: closing, when: contract.name == "close", result: require_approval}
              - {name: all, result: allow}
            """;

    /**
     * @param sent what closing sends
     * @param expected the version that the command is for
     */
    private static Scenario proposed(String sent, String policy, String expected) {
        CatalogSnapshot catalog = YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: compensable
                provider: p
                honours_key: true
                call: {path: /change, headers: {Key: $/idempotency_key, If-Match: $/expected_version}}
                conditional_write: true
                answers: {version: /etag}
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
                name: close
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                call: {path: /close, headers: {Key: $/idempotency_key}, body: {%s}}
                ---
                kind: saga
                name: both
                pivot: close
                steps: [{name: change, tool: change}, {name: close, tool: close}]
                """.formatted(sent), policy);
        return Scenario.with(catalog)
                .policy(catalog.policy())
                .propose(CommandBuilder.of(null, "both", Scenario.START)
                        .expects(expected)
                        .build());
    }

    private static Scenario changed(String etag) {
        return changed(
                proposed("version: $/expected_version", VersionedTools.ALLOWED, "3")
                        .ledgerTells("3"),
                etag);
    }

    private static Scenario changed(Scenario scenario, String etag) {
        return scenario.expectCall("change")
                .answers(Outcomes.says("{\"etag\": %s}".formatted(etag), scenario.openIntent(), scenario.now()));
    }

    /** The owner's word on it may come later than the next step. */
    @Test
    void shouldGoOnForTheVersionThatItHasLeftOnceTheOwnerTellsOfIt() {
        changed("4")
                .ledgerTells("3")
                .expectNothingUnderWay()
                .expectEffectReason(CLOSE, Reason.VERSION_UNKNOWN)
                .passesUntilDue()
                .ledgerTells("4")
                .expectSent("close", "\"version\":\"4\"");
    }

    @Test
    void shouldNotTakeTheChangeOfAnotherForItsOwn() {
        changed("4").ledgerTells("5").expectEffectReason(CLOSE, Reason.STALE).expectCallsOf("close", 0);
    }

    /** What is no number has no order: what was true before the saga's own change is no news. */
    @Test
    void shouldWaitForTheVersionThatItHasLeftAlsoWhereThatIsNoNumber() {
        changed(
                        proposed("version: $/expected_version", VersionedTools.ALLOWED, "aa")
                                .ledgerTells("aa"),
                        "\"bb\"")
                .ledgerTells("aa")
                .expectNothingUnderWay()
                .passesUntilDue()
                .ledgerTells("bb")
                .expectSent("close", "\"version\":\"bb\"");
    }

    @ParameterizedTest
    @CsvSource({"null", "'{}'", "true", "4.5"})
    void shouldGoOnForTheVersionOfTheCommandWhereTheAnswerSaysNone(String etag) {
        changed(etag).ledgerTells("3").expectSent("close", "\"version\":\"3\"");
    }

    /** It goes into the requests of later steps, and what the owner and the command say is checked too. */
    @Test
    void shouldTakeWhatCanBeNoVersionAsIfNoneWasSaid() {
        for (String etag : List.of("", " ", "4\\r\\nInjected: 1", "4".repeat(257))) {
            changed("\"" + etag + "\"").ledgerTells("3").expectSent("close", "\"version\":\"3\"");
        }
    }

    @Test
    void shouldKeepTheApprovalOfWhatIsSentAllTheSame() {
        Scenario scenario = proposed("of: $/command/run_id", ASKED, "3").ledgerTells("3");
        changed(scenario.grant("reviewer-1").ledgerTells("3"), "4")
                .expectEffect("close", APPROVED)
                .ledgerTells("4")
                .expectCall("close");
    }

    /** Invariant 4: an approval is for one request. */
    @Test
    void shouldAskAnewWhereSomethingElseIsSentByThat() {
        Scenario scenario = proposed("version: $/expected_version", ASKED, "3").ledgerTells("3");
        changed(scenario.grant("reviewer-1").ledgerTells("3"), "4")
                .expectEffect("close", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .ledgerTells("4")
                .expectSent("close", "\"version\":\"4\"");
    }

    /** The target has another version by what is to be undone. */
    @Test
    void shouldUndoWhateverVersionTheTargetHas() {
        Scenario scenario =
                changed("4").waits(Duration.ofSeconds(1)).ledgerTells("5").expectCall("restore");

        Intent change = scenario.intents().getFirst();
        assertThat(change.request().headers()).containsEntry("If-Match", "3");
        assertThat(scenario.openIntent().request().headers()).doesNotContainKey("If-Match");
    }
}
