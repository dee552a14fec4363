package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import org.junit.jupiter.api.Test;

/** A call is made only with arguments that its tool declares. */
class ArgumentsTest {
    private static final Catalog CATALOG = YamlCatalog.of("""
            kind: tool
            name: note
            effect_type: draft
            provider: p
            honours_key: true
            arguments: {required: [note], properties: {note: {type: string, maxLength: 5}}}
            call: {path: /note, headers: {Key: $/idempotency_key}, body: {note: $/arguments/note}}
            answers: {external_ref: /id}
            compensation: {tool: erase, arguments: {}}
            """, """
            kind: tool
            name: erase
            effect_type: draft
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /erase, headers: {Key: $/idempotency_key}}
            """, """
            kind: tool
            name: file
            effect_type: draft
            provider: p
            honours_key: true
            arguments: {required: [count], properties: {count: {type: integer}}}
            call: {path: /file, headers: {Key: $/idempotency_key}, body: {count: $/arguments/count}}
            compensation: {tool: erase, arguments: {}}
            """, """
            kind: saga
            name: strict
            arguments: {properties: {note: {type: string}}}
            steps: [{name: note, tool: note, arguments: {note: $/arguments/note}}]
            """, """
            kind: saga
            name: chained
            steps:
              - {name: note, tool: note, arguments: {note: $/arguments/note}}
              - {name: file, tool: file, arguments: {count: $/steps/note/external_ref}}
            """);

    @Test
    void shouldRejectACommandAndNameThePropertyAndTheReason() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.tool("note"), "{\"note\":\"hi\",\"nots\":1}"))
                .expectRejected(Reason.INVALID_ARGUMENTS);

        assertThat(scenario.rejectionDetail())
                .contains("tool 'note' does not take these arguments")
                .contains("nots");
        assertThat(scenario.hasSaga()).isFalse();
    }

    @Test
    void shouldRejectACommandWithArgumentsThatItsSagaDoesNotTake() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.saga("strict"), "{\"note\":1}"))
                .expectRejected(Reason.INVALID_ARGUMENTS);

        assertThat(scenario.rejectionDetail()).contains("arguments/note integer found, string expected");
    }

    @Test
    void shouldCallNothingWhenTheCommandAloneGivesAStepWhatItDoesNotTake() {
        Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.saga("strict"), "{\"note\":\"too long\"}"))
                .expectEffect("note", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.INVALID_ARGUMENTS)
                .expectCallsOf("note", 0);
    }

    @Test
    void shouldUndoWhatWasDoneWhenAResultIsNoArgumentThatALaterStepTakes() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("chained"))
                .expectCall("note")
                .answers(SUCCEEDED)
                .expectEffect("file", FAILED)
                .expectCallsOf("file", 0)
                .expectCall("erase")
                .answers(SUCCEEDED)
                .expectReason(Reason.INVALID_ARGUMENTS);
    }

    @Test
    void shouldTakeWhatFits() {
        Scenario.with(CATALOG).propose(Commands.tool("note")).answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldRefuseAStepOfAnOpenSagaWhoseArgumentsTheToolDoesNotTakeAndLeaveTheSagaOpen() {
        Scenario.with(CATALOG)
                .begins(RunAt.NOW)
                .adds("note", "note", "{\"note\":\"much too long\"}")
                .expectRejected(Reason.INVALID_ARGUMENTS)
                .expectSaga(SagaStatus.PENDING)
                .adds("note", "note", "{\"note\":\"ok\"}")
                .expectCall("note");
    }
}
