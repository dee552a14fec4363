package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.VALIDATED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.META_EFFECT;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.ACCEPTED;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.ConfirmedBy;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForwardTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "erase")
            .tool("erase", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS)
            .tool("peek", READ, COMPENSABLE, Capability.NEITHER)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
            .tool("reconfigure", META_EFFECT, COMPENSABLE, Capability.KEYS)
            .saga("notice", "note", "send")
            .chained("chained", "note", "send");

    private static final String BY_REFERENCE = """
            kind: tool
            name: job
            effect_type: draft
            reversibility: retryable
            provider: p
            call: {method: POST, path: /jobs, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            lookup: {request: {path: "/jobs/{id}", path_parameters: {id: $/external_ref}}}
            """;

    @Test
    void shouldCommitASagaOfOneStep() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .expectSaga(SagaStatus.ACTIVE)
                .expectCall("note")
                .answers(SUCCEEDED)
                .expectEffect("note", COMMITTED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectFacts("SagaCommitted");
    }

    @Test
    void shouldAskForApprovalBeforeTheFirstEffectWhereThePlanIsKnown() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("notice"))
                .expectNothingUnderWay()
                .expectEffect("note", VALIDATED)
                .expectEffect("send", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .expectCall("note")
                .answers(SUCCEEDED)
                .expectCall("send")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED)
                .expectFacts("NoticeSent", "SagaCommitted");
    }

    @Test
    void shouldAskForApprovalAtTheStepWhereItsRequestDependsOnAnEarlierResult() {
        Scenario.with(CATALOG)
                .propose(Commands.saga("chained"))
                .expectCall("note")
                .answers(SUCCEEDED)
                .expectNothingUnderWay()
                .expectEffect("send", APPROVAL_REQUIRED)
                .grant("reviewer-1")
                .expectCall("send")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldSendExactlyWhatWasApproved() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.saga("notice"));
        String approved = scenario.approvalOf("send").requestHash();

        scenario.grant("reviewer-1").answers(SUCCEEDED).expectCall("send");

        assertThat(scenario.openIntent().requestHash()).isEqualTo(approved);
    }

    @Test
    void shouldRecordThatACommittedEffectWasReadBack() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("send"))
                .grant("reviewer-1")
                .answers(SUCCEEDED);

        assertThat(scenario.confirmedBy("send")).isEqualTo(ConfirmedBy.READ_BACK);
    }

    @Test
    void shouldSayThatOnlyTheResponseConfirmsWhereThereIsNoLookup() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(Commands.tool("note")).answers(SUCCEEDED);

        assertThat(scenario.confirmedBy("note")).isEqualTo(ConfirmedBy.RESPONSE);
    }

    @Test
    void shouldRefuseAMetaEffectWithoutCallingAnyone() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("reconfigure"))
                .expectEffect("reconfigure", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.DENIED)
                .expectCallsOf("reconfigure", 0);
    }

    @Test
    void shouldRetryATransientRefusalWithTheSameKeyAndGrowingWaits() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .answers(TRANSIENT)
                .expectNothingUnderWay();
        assertThat(Schedule.nextDue(scenario.saga())).hasValue(Scenario.START.plusMillis(200));

        scenario.passesUntilDue().expectCall("note").answers(TRANSIENT);
        assertThat(Schedule.nextDue(scenario.saga())).hasValue(Scenario.START.plusMillis(600));

        scenario.passesUntilDue().answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
        assertThat(scenario.intents())
                .extracting("idempotencyKey")
                .hasSize(3)
                .containsOnly(scenario.intents().getFirst().idempotencyKey());
    }

    @Test
    void shouldSpreadRetriesSoThatTheyDoNotMarchInStep() {
        Scenario scenario = Scenario.with(CATALOG)
                .jitterBecomes(0.8)
                .propose(Commands.tool("note"))
                .answers(TRANSIENT);

        assertThat(Schedule.nextDue(scenario.saga())).hasValue(Scenario.START.plusMillis(160));
    }

    @Test
    void shouldFollowAcceptedWorkByItsReference() {
        Scenario scenario = Scenario.with(YamlCatalog.of(BY_REFERENCE))
                .propose(Commands.tool("job"))
                .answers(ACCEPTED)
                .passesUntilDue()
                .expectLookup("job");

        assertThat(scenario.openIntent().request().path()).startsWith("/jobs/ref-of-acme%2F");
    }

    @Test
    void shouldWaitAsLongAsTheProviderAsks() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("note"));

        scenario.answers(Outcomes.withRetryAfter(scenario.openIntent(), 7_000, scenario.now()));

        assertThat(Schedule.nextDue(scenario.saga())).hasValue(Scenario.START.plusSeconds(7));
    }

    @Test
    void shouldGiveUpAfterTheLastRetry() {
        Scenario scenario = Scenario.with(CATALOG).propose(Commands.tool("note"));
        for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
            scenario.answers(TRANSIENT).passesUntilDue();
        }

        scenario.answers(TRANSIENT)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.RETRIES_EXHAUSTED)
                .expectCallsOf("note", Scenario.LIMITS.maxCalls());
    }

    @Test
    void shouldRetryAReadWithoutEverCallingItAmbiguous() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(Commands.tool("peek")).answers(UNKNOWN);

        assertThat(scenario.events()).noneMatch(SagaEvent.EffectAmbiguous.class::isInstance);
        scenario.passesUntilDue().expectCall("peek").answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldPollAcceptedWorkToItsEnd() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("send"))
                .grant("reviewer-1")
                .answers(ACCEPTED)
                .expectNothingUnderWay()
                .passes(Duration.ofSeconds(2))
                .expectLookup("send")
                .answers(ACCEPTED)
                .passes(Duration.ofSeconds(2))
                .expectLookup("send")
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldKeepPollingAcceptedWorkHoweverLongItTakes() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("send"))
                .grant("reviewer-1")
                .answers(ACCEPTED);
        for (int poll = 0; poll < 2 * Scenario.LIMITS.maxLookups(); poll++) {
            scenario.passesUntilDue().answers(ACCEPTED);
        }

        scenario.passesUntilDue()
                .answers(UNKNOWN)
                .passesUntilDue()
                .answers(FOUND)
                .expectSaga(SagaStatus.COMMITTED);
    }

    @Test
    void shouldFailWhenTheProviderRefusesForGood() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .answers(TERMINAL)
                .expectEffect("note", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.REFUSED_BY_PROVIDER);
    }

    @Test
    void shouldWaitForACatalogAndNeverRefuseForLackOfOne() {
        Scenario.with(TestCatalog.empty())
                .propose(Commands.tool("note"))
                .expectSaga(SagaStatus.PENDING)
                .expectReason(Reason.CATALOG_MISSING)
                .catalogArrives(CATALOG)
                .expectCall("note");
    }

    @Test
    void shouldEndADeferredSagaAtItsDeadline() {
        Scenario.with(TestCatalog.empty())
                .propose(Commands.tool("note"))
                .passesUntilDue()
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT);
    }
}
