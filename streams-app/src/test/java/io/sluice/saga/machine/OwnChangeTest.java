package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.APPROVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A saga changes the version of its target itself. */
class OwnChangeTest {

    private static final EffectRef CLOSE = EffectRef.forward("close");

    private static Scenario proposed(String sent, String policy, String expected) {
        return proposed(sent, policy, expected, "reject");
    }

    private static Scenario proposed(String sent, String policy, String expected, String onStale) {
        return VersionedTools.with(catalog(sent, policy, onStale))
                .propose(CommandBuilder.of(null, "both", Scenario.START)
                        .expects(expected)
                        .build());
    }

    /**
     * @param sent what closing sends
     * @param onStale what to do before closing where the target has another version
     */
    private static CatalogSnapshot catalog(String sent, String policy, String onStale) {
        return catalog(sent, policy, onStale, "");
    }

    private static CatalogSnapshot catalog(String sent, String policy, String onStale, String between) {
        return YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: compensable
                provider: p
                honours_key: true
                call: {path: /change, headers: {Key: $/idempotency_key, If-Match: $/expected_version}}
                conditional_write: true
                answers: {version: /etag}
                lookup: {request: {path: "/changes/{key}", path_parameters: {key: $/idempotency_key}}, version: /left}
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
                steps: [{name: change, tool: change}, %s{name: close, tool: close, on_stale: %s}]
                """.formatted(sent, between, onStale), policy);
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

    /** However long the owner goes on telling what was true before. */
    @ParameterizedTest
    @ValueSource(strings = {"reject", "reload", "ask"})
    void shouldNeverGoBackToTheVersionThatItHasChangedItself(String onStale) {
        Scenario scenario = changed(
                proposed("version: $/expected_version", VersionedTools.ALLOWED, "aa", onStale)
                        .ledgerTells("aa"),
                "\"bb\"");

        scenario.ledgerTells("aa");
        while (scenario.effect("close").status() != EffectStatus.FAILED) {
            scenario.passesUntilDue().ledgerTells("aa");
        }

        scenario.expectEffectReason(CLOSE, Reason.VERSION_UNKNOWN).expectCallsOf("close", 0);
    }

    /** The agent that adds a step has not seen what an earlier one did. */
    @ParameterizedTest
    @CsvSource({"3, 4", "aa, '\"bb\"'"})
    void shouldNotGoBackWithAStepThatIsAddedLater(String seen, String etag) {
        Scenario open = VersionedTools.with(catalog("version: $/expected_version", VersionedTools.ALLOWED, "reload"))
                .begins(RunAt.NOW);
        changed(adds(open, "change", seen).ledgerTells(seen), etag);

        adds(open, "close", seen).ledgerTells(seen);

        open.expectEffectReason(CLOSE, Reason.VERSION_UNKNOWN).expectCallsOf("close", 0);
    }

    /** A later step that another one's change was loaded for has left its target at another version than the first. */
    @ParameterizedTest
    @CsvSource({"3, 4, 5, 6", "aa, bb, cc, dd"})
    void shouldNotGoBackToWhatALaterStepHasLeft(String first, String second, String third, String fourth) {
        CatalogSnapshot catalog = catalog(
                "version: $/expected_version",
                VersionedTools.ALLOWED,
                "reload",
                "{name: again, tool: change, on_stale: reload}, ");
        Scenario scenario = VersionedTools.with(catalog)
                .propose(CommandBuilder.of(null, "both", Scenario.START)
                        .expects(first)
                        .build())
                .ledgerTells(first);
        changed(scenario, '"' + second + '"').ledgerTells(third);
        while (scenario.effect("again").progress().attempts() == 0) {
            scenario.passesUntilDue().ledgerTells(third);
        }
        scenario.answers(Outcomes.says("{\"etag\": \"" + fourth + "\"}", scenario.openIntent(), scenario.now()));

        scenario.ledgerTells(third).expectCallsOf("close", 0);
        while (scenario.effect("close").progress().attempts() == 0) {
            scenario.passesUntilDue().ledgerTells(fourth);
        }

        scenario.expectSent("close", "\"version\":\"" + fourth + "\"");
    }

    /** Another one has changed it since. */
    @Test
    void shouldBeReloadedForWhatIsNewer() {
        Scenario scenario = changed(
                proposed("version: $/expected_version", VersionedTools.ALLOWED, "aa", "reload")
                        .ledgerTells("aa"),
                "\"bb\"");

        scenario.ledgerTells("cc");
        while (scenario.effect("close").progress().attempts() == 0) {
            scenario.passesUntilDue().ledgerTells("cc");
        }

        scenario.expectSent("close", "\"version\":\"cc\"");
    }

    /** The act itself may be looked up, and tell what it has made of its target. */
    @Test
    void shouldGoOnForTheVersionThatALookupTells() {
        Scenario scenario = proposed("version: $/expected_version", VersionedTools.ALLOWED, "3")
                .ledgerTells("3")
                .answers(OutcomeResult.ACCEPTED)
                .passesUntilDue()
                .expectLookup("change");

        scenario.answers(Outcomes.shows("{\"left\": 4}", scenario.openIntent(), scenario.now()))
                .ledgerTells("4")
                .expectSent("close", "\"version\":\"4\"");
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
        Scenario scenario = proposed("of: $/command/run_id", VersionedTools.CLOSING_ASKED, "3")
                .ledgerTells("3");
        changed(scenario.grant("reviewer-1").ledgerTells("3"), "4")
                .expectEffect("close", APPROVED)
                .ledgerTells("4")
                .expectCall("close");
    }

    /** Invariant 4: an approval is for one request. */
    @Test
    void shouldAskAnewWhereSomethingElseIsSentByThat() {
        Scenario scenario = proposed("version: $/expected_version", VersionedTools.CLOSING_ASKED, "3")
                .ledgerTells("3");
        changed(scenario.grant("reviewer-1").ledgerTells("3"), "4")
                .expectEffect("close", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .ledgerTells("4")
                .expectSent("close", "\"version\":\"4\"");
    }

    /** A step that was added in the meantime, and waits already, waits as long for the owner's word on that. */
    @Test
    void shouldWaitForTheOwnersWordFromItsOwnChangeOn() {
        Scenario open = VersionedTools.with(catalog("version: $/expected_version", VersionedTools.ALLOWED, "reject"))
                .begins(RunAt.NOW);
        adds(open, "change", "3").ledgerTells("3").expectCall("change");
        Intent call = open.openIntent();
        adds(open, "close", "3").ledgerTells("2");
        Instant gaveUp = open.saga().claims().getLast().until();

        open.answers(Outcomes.says("{\"etag\": 4}", call, open.now()))
                .passesUntilDue()
                .ledgerTells("3");

        assertThat(open.saga().claims().getLast().until()).isAfter(gaveUp);
    }

    private static Scenario adds(Scenario open, String tool, String expected) {
        return open.propose(open.open(SagaAction.ADD_STEP, tool, "c-" + tool)
                .step(tool)
                .expects(expected)
                .build());
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
