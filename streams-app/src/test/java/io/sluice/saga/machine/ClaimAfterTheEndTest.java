package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A business act stays done, and nobody else does it, until it is undone: also where that is after the end of its saga. */
class ClaimAfterTheEndTest {

    private final Correspondence post = new Correspondence();

    private static Scenario proposed(String run) {
        TestCatalog tools = TestCatalog.empty()
                .tool("book", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
                .onceForATarget("book");
        return Scenario.with(tools)
                .propose(CommandBuilder.ofTool("book", Scenario.START)
                        .run(run)
                        .id("c-of-" + run)
                        .build());
    }

    private Scenario done() {
        Scenario first = post.settle(proposed("run-1")).answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);
        assertThat(first.events().filter(SagaEvent.ClaimKept.class::isInstance)).hasSize(1);
        return post.settle(first);
    }

    private void assertTaken() {
        post.settle(proposed("run-2")).expectEffect("book", FAILED).expectReason(Reason.DUPLICATE);
    }

    @Test
    void shouldLetTheActBeDoneAgainWhenAnOperatorHasItUndone() {
        Scenario first = done().compensates("book").expectCall("release");
        assertTaken();

        post.settle(first.answers(SUCCEEDED).expectEffect("book", COMPENSATED));

        post.settle(proposed("run-3")).expectCall("book");
    }

    @Test
    void shouldLetTheActBeDoneAgainWhenAnOperatorFindsThatItWasUndone() {
        Scenario first = done().compensates("book").answers(TERMINAL).expectEscalated(Reason.COMPENSATION_FAILED);
        post.settle(first);
        assertTaken();

        post.settle(first.resolves(EffectRef.compensation("book"), Resolution.COMMITTED)
                .expectEffect("book", COMPENSATED));

        post.settle(proposed("run-3")).expectCall("book");
    }

    @Test
    void shouldKeepTheActWhenTheLedgerAnswersAfterTheEnd() {
        Scenario first = proposed("run-1").passesUntilDue();
        var answers = post.answersTo(first);
        post.hears(first, answers.getFirst());
        first.answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        post.settle(post.hears(first, answers.getLast()).settle(first));

        assertTaken();
    }

    private static Scenario failed(Scenario scenario) {
        while (!scenario.saga().status().isEnded()) {
            scenario.answers(TRANSIENT);
            if (!scenario.saga().status().isEnded()) {
                scenario.passesUntilDue();
            }
        }
        return scenario.expectEffect("book", FAILED);
    }

    @Test
    void shouldTakeTheActAgainWhenALateAnswerTellsThatItWasDone() {
        Scenario first = post.settle(proposed("run-1"));
        Intent call = first.openIntent();
        post.settle(failed(first));

        post.settle(first.answers(Outcomes.doneAs("ref-a", call, first.now())).expectEscalated(Reason.LATE_SUCCESS));

        assertTaken();
        post.settle(first.resolves(EffectRef.forward("book"), Resolution.COMMITTED)
                .expectEffect("book", COMMITTED)
                .expectNotEscalated());
        assertTaken();
    }

    @Test
    void shouldLetTheActBeDoneWhenAnOperatorFindsThatTheLateAnswerWasWrong() {
        Scenario first = post.settle(proposed("run-1"));
        Intent call = first.openIntent();
        post.settle(failed(first));
        post.settle(first.answers(Outcomes.doneAs("ref-a", call, first.now())));

        post.settle(first.waits(Duration.ofMinutes(5))
                .resolves(EffectRef.forward("book"), Resolution.NOT_COMMITTED)
                .expectNotRejected());

        post.settle(proposed("run-2")).expectCall("book");
    }

    @Test
    void shouldTellAPersonWhereAnotherSagaHasDoneTheActBeforeTheLateAnswerCame() {
        Scenario first = post.settle(proposed("run-1"));
        Intent call = first.openIntent();
        post.settle(failed(first));
        post.settle(proposed("run-2")).expectCall("book").answers(SUCCEEDED).expectSaga(SagaStatus.COMMITTED);

        post.settle(first.answers(Outcomes.doneAs("ref-a", call, first.now()))).expectEscalated(Reason.DONE_TWICE);
    }
}
