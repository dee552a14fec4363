package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimMessage;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a call needed stays taken for as long as a call that nobody answered may still be made. Invariant 4. */
class UnansweredCallTest {

    private final Correspondence post = new Correspondence();

    private Scenario called(TestCatalog catalog) {
        return post.settle(Scenario.with(catalog)
                .propose(CommandBuilder.ofTool("hold", Scenario.START).build()));
    }

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH);
    }

    private static TestCatalog limited() {
        return tools().limit("a", 1);
    }

    private static List<Instant> releases(Scenario saga) {
        return Correspondence.told(saga).stream()
                .filter(ClaimMessage.ClaimRelease.class::isInstance)
                .map(message -> ((ClaimMessage.ClaimRelease) message).freeAt())
                .toList();
    }

    private static Instant settledAt(Scenario saga) {
        return Objects.requireNonNull(saga.effect("hold").progress().settledAt());
    }

    /** The first call is given up, the second is permitted, and then the first turns out to have done it. */
    private Scenario settledByTheFirstCallBeforeTheSecondWasSent(TestCatalog catalog) {
        Scenario saga = called(catalog);
        Intent first = saga.openIntent();
        saga.doubts().passesUntilDue();
        assertThat(saga.openIntent()).isNotEqualTo(first);
        return saga.answers(Outcomes.of(first, SUCCEEDED, saga.now()));
    }

    @Test
    void shouldKeepAPlaceUnderALimitThoughTheSagaHasEnded() {
        Scenario saga = settledByTheFirstCallBeforeTheSecondWasSent(limited());
        Instant settledAt = settledAt(saga);

        saga.expectSaga(SagaStatus.COMMITTED);
        assertThat(saga.saga().claims()).isEmpty();
        assertThat(releases(saga)).containsExactly(settledAt);
    }

    @Test
    void shouldKeepATargetThoughTheSagaHasEnded() {
        Scenario saga = settledByTheFirstCallBeforeTheSecondWasSent(tools().holdingTarget("hold"));

        assertThat(releases(saga)).containsExactly(settledAt(saga));
    }

    @Test
    void shouldGiveBackAtOnceWhatOnlyAnsweredCallsNeeded() {
        Scenario saga = called(limited()).answers(TRANSIENT);
        saga.passesUntilDue().answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        assertThat(releases(saga)).hasSize(1).containsOnlyNulls();
    }

    @Test
    void shouldKeepThePlaceOfACallThatAZombieMayStillMakeThoughTheNextOneWasAnswered() {
        Scenario saga = called(limited());
        Instant settledAt = settledAt(saga);
        saga.doubts().passesUntilDue().answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        assertThat(releases(saga)).containsExactly(settledAt);
    }

    /** The sink has reported: the call was made, and is not made any more. */
    @Test
    void shouldGiveBackAtOnceWhatACallNeededWhoseAnswerSaidNothing() {
        Scenario saga = called(limited()).answers(UNKNOWN);
        saga.passesUntilDue().answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        assertThat(releases(saga)).hasSize(1).containsOnlyNulls();
    }

    @Test
    void shouldGiveBackAtOnceWhatTheOnlyCallNeededWhenItsAnswerComesLate() {
        Scenario saga = called(limited());
        Intent only = saga.openIntent();
        saga.doubts().answers(Outcomes.of(only, TERMINAL, saga.now())).expectSaga(SagaStatus.FAILED);

        assertThat(releases(saga)).hasSize(1).containsOnlyNulls();
    }

    /** It waits for the act, and is nobody's duplicate. */
    @Test
    void shouldDoAnActAnewThatWasUndoneWhileACallForItMightStillBeMade() {
        TestCatalog catalog = tools().tool("door", INTERNAL_MUTATION, PIVOT, Capability.BOTH)
                .saga("trip", "hold", "door")
                .onceForATarget("hold");
        Scenario first = post.settle(Scenario.with(catalog).propose(Commands.saga("trip")));
        first.doubts().passesUntilDue().answers(SUCCEEDED);
        post.settle(first)
                .expectCall("door")
                .answers(TERMINAL)
                .expectCall("release")
                .answers(SUCCEEDED);
        post.settle(first);
        Scenario second = Scenario.with(catalog)
                .propose(CommandBuilder.ofTool("hold", first.now())
                        .run("run-2")
                        .id("c-2")
                        .build());

        post.settle(second).expectNothingUnderWay().expectEffectReason(EffectRef.forward("hold"), Reason.NOT_FREE_YET);
        ClaimMessage release = Correspondence.told(first).getLast();
        post.ledger().now = settledAt(first);
        post.ledger().due(release.key(), release.claimId());
        post.settle(second.passes(Duration.ofMinutes(1))).expectCall("hold");
    }

    @Test
    void shouldLeaveWhoWaitsWaitingUntilThen() {
        Scenario saga = settledByTheFirstCallBeforeTheSecondWasSent(limited());
        Instant settledAt = settledAt(saga);
        Scenario other = Scenario.with(limited())
                .propose(CommandBuilder.ofTool("hold", saga.now())
                        .run("run-2")
                        .id("c-2")
                        .build());
        post.settle(saga);
        post.settle(other).expectNothingUnderWay();

        post.ledger().now = settledAt.minus(Duration.ofMillis(1));
        ClaimMessage release = Correspondence.told(saga).getLast();
        assertThat(post.ledger().due(release.key(), release.claimId())).isEmpty();
        post.ledger().now = settledAt;
        assertThat(post.ledger().due(release.key(), release.claimId()))
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.sagaId()).isEqualTo(other.saga().sagaId()));
    }
}
