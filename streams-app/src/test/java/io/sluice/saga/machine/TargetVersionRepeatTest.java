package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A target that has changed once a call was made: by somebody else, or by that call. */
class TargetVersionRepeatTest {

    private static final String TOOLS = """
            kind: tool
            name: send
            effect_type: irreversible
            provider: p
            honours_key: true
            call: {path: /send, headers: {Key: $/idempotency_key}}
            ---
            kind: tool
            name: change
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            expected_version: {on_stale: reload}
            conditional_write: true
            call: {path: /change, headers: {Key: $/idempotency_key}, body: {version: "$/expected_version?"}}
            answers: {external_ref: /id}
            %s
            ---
            kind: saga
            name: sent
            steps: [{name: send, tool: send}, {name: change, tool: change}]
            ---
            kind: policy
            name: p
            rules: [{name: all, result: allow}]
            """;

    private static final String BLIND = "";
    private static final String SEEING =
            "lookup: {request: {path: \"/changes/{key}\", path_parameters: {key: $/idempotency_key}}}";

    /** After the point of no return, so that a step that failed is put to a person. */
    private static Scenario called(String lookup) {
        CatalogSnapshot catalog = YamlCatalog.of(TOOLS.formatted(lookup));
        return Scenario.with(catalog)
                .policy(catalog.policy())
                .propose(CommandBuilder.of(null, "sent", Scenario.START)
                        .expects("3")
                        .build())
                .ledgerTells("3")
                .answers(SUCCEEDED)
                .waits(Duration.ofSeconds(1))
                .ledgerTells("3");
    }

    /** Invariant 3: one key, one payload, also when the budget of calls is full again. */
    @Test
    void shouldNotReloadWhatWasCalledBeforeAnOperatorHadItTriedAgain() {
        Scenario scenario = called(BLIND);
        while (scenario.effect("change").status() != FAILED) {
            answer(scenario);
        }

        scenario.retries(EffectRef.forward("change")).ledgerTells("4");

        assertThat(scenario.intents().stream()
                        .filter(intent -> intent.tool().equals("change"))
                        .map(Intent::request)
                        .distinct())
                .hasSize(1);
    }

    private static void answer(Scenario scenario) {
        if (scenario.saga().openAttempts().isEmpty()) {
            scenario.passesUntilDue();
        }
        if (scenario.saga().openAttempts().isEmpty()) {
            scenario.ledgerTells("3");
        }
        scenario.answers(TRANSIENT);
    }

    /** Invariant 5: a provider that is unavailable may have done the work, and that may be what changed the target. */
    @Test
    void shouldAskAPersonWhetherTheCallItselfChangedTheTarget() {
        called(BLIND)
                .answers(TRANSIENT)
                .passesUntilDue()
                .ledgerTells("4")
                .expectEffect("change", AMBIGUOUS)
                .expectEscalated(Reason.STALE);
    }

    /** As in time: the target has another version. */
    @Test
    void shouldTellALateRefusalAsStaleAsWell() {
        Scenario scenario = VersionedTools.proposed("on_stale: reject").ledgerTells("3");
        Intent call = scenario.openIntent();

        scenario.doubts()
                .answers(Outcomes.stale(call, scenario.now()))
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE);
    }

    /** A provider that has too many requests has not looked at this one. */
    @Test
    void shouldAskNobodyWhetherACallThatWasTurnedAwayChangedTheTarget() {
        Scenario scenario = called(BLIND);
        scenario.answers(Outcomes.tooMany(scenario.openIntent(), scenario.now()))
                .passesUntilDue()
                .ledgerTells("4")
                .expectEffect("change", FAILED)
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE);
    }

    @Test
    void shouldLookUpWhetherTheCallItselfChangedTheTarget() {
        called(SEEING)
                .answers(TRANSIENT)
                .passesUntilDue()
                .ledgerTells("4")
                .expectLookup("change")
                .answers(FOUND)
                .expectEffect("change", EffectStatus.COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotGoOnWithAStaleVersionOnceTheCallSurelyDidNothing() {
        called(SEEING)
                .answers(TRANSIENT)
                .passesUntilDue()
                .ledgerTells("4")
                .answers(NOT_FOUND)
                .passesUntilDue()
                .answers(NOT_FOUND)
                .ledgerTells("4")
                .expectEffect("change", FAILED)
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE)
                .expectCallsOf("change", 1);
    }

    /** Invariant 5: the provider has another version by now, maybe by the call that it did not answer for. */
    @Test
    void shouldLookUpWhetherTheCallItselfMadeTheNextOneStale() {
        refusedAsStaleAfterACallThatWasNotAnswered(SEEING)
                .expectLookup("change")
                .answers(FOUND)
                .expectEffect("change", EffectStatus.COMMITTED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldAskAPersonWhetherTheCallItselfMadeTheNextOneStale() {
        refusedAsStaleAfterACallThatWasNotAnswered(BLIND)
                .expectEffect("change", AMBIGUOUS)
                .expectEscalated(Reason.STALE);
    }

    @Test
    void shouldFailAsStaleOnceNoEarlierCallHasDoneIt() {
        Scenario scenario = refusedAsStaleAfterACallThatWasNotAnswered(SEEING)
                .answers(NOT_FOUND)
                .passesUntilDue()
                .answers(NOT_FOUND)
                .ledgerTells("3")
                .expectCallsOf("change", 3);

        scenario.answers(Outcomes.stale(scenario.openIntent(), scenario.now()))
                .expectEffect("change", FAILED)
                .expectEffectReason(EffectRef.forward("change"), Reason.STALE);
    }

    private static Scenario refusedAsStaleAfterACallThatWasNotAnswered(String lookup) {
        Scenario scenario = called(lookup)
                .answers(TRANSIENT)
                .passesUntilDue()
                .ledgerTells("3")
                .expectCallsOf("change", 2);
        return scenario.answers(Outcomes.stale(scenario.openIntent(), scenario.now()));
    }

    /** An answer may have waited in the log while the owner changed the target: a restart is enough. */
    @Test
    void shouldNotGoByAnAnswerThatWaitedInTheLog() {
        CatalogSnapshot catalog = YamlCatalog.of(TOOLS.formatted(BLIND));
        Scenario scenario = Scenario.with(catalog)
                .policy(catalog.policy())
                .propose(CommandBuilder.ofTool("change", Scenario.START)
                        .expects("3")
                        .build());
        Instant told = scenario.now().plusSeconds(15);

        scenario.waits(Duration.ofHours(1))
                .ledgerTells("3", told)
                .expectRejected(Reason.STALE_CLAIM)
                .expectCallsOf("change", 0)
                .passesUntilDue()
                .ledgerTells("3")
                .expectCallsOf("change", 1);
    }
}
