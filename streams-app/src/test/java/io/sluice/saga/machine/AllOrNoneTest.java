package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;

import io.sluice.catalog.Catalog;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several writes in one call are sent only where the provider does them all or none. */
class AllOrNoneTest {
    private static final Catalog CATALOG = YamlCatalog.of("""
            kind: tool
            name: write
            effect_type: draft
            provider: p
            honours_key: true
            call:
              path: /write
              headers: {Key: $/idempotency_key}
              body: {all: "$/arguments/all?", writes: $/arguments/writes}
              atomic: {items: /writes, max: 2, flag: /all}
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
            name: read
            effect_type: read
            provider: p
            call: {path: /read, method: GET}
            answers: {external_ref: /id}
            """, """
            kind: saga
            name: chained
            steps:
              - {name: read, tool: read}
              - {name: write, tool: write, arguments: {all: true, writes: $/steps/read/external_ref}}
            """);

    @ParameterizedTest
    @ValueSource(strings = {"{\"all\":true,\"writes\":[1,2,3]}", "{\"writes\":[1]}", "{\"all\":false,\"writes\":[1]}"})
    void shouldCallNothingWhenTheCommandAskedForWhatMightBeDoneInPart(String arguments) {
        Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.tool("write"), arguments))
                .expectEffect("write", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.NOT_ATOMIC)
                .expectCallsOf("write", 0);
    }

    @Test
    void shouldCallNothingWhenAnEarlierResultMakesItSo() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("chained"))
                .expectCall("read")
                .answers(SUCCEEDED)
                .expectEffect("write", FAILED)
                .expectReason(Reason.NOT_ATOMIC)
                .expectCallsOf("write", 0);
    }

    @Test
    void shouldSendWhatIsDoneTogether() {
        Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.tool("write"), "{\"all\":true,\"writes\":[1,2]}"))
                .expectCall("write")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldUndoAnOpenSagaToWhichSuchAStepIsAdded() {
        Scenario.with(CATALOG)
                .begins(RunAt.NOW)
                .adds("write", "write", "{\"all\":true,\"writes\":[1,2,3]}")
                .expectEffect("write", FAILED)
                .expectReason(Reason.NOT_ATOMIC)
                .expectCallsOf("write", 0);
    }
}
