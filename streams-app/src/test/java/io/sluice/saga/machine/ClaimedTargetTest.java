package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.saga.Claim;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A saga that comes back after its lease was over asks for its target again, and gives it to nobody while it works on it. */
class ClaimedTargetTest {

    private static final Duration LEASE = Scenario.LIMITS.claimLease();

    private final Correspondence post = new Correspondence();

    private static Scenario proposed(String run) {
        TestCatalog tools = TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
                .tool("post", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .holdingTarget("hold")
                .holdingTarget("post")
                .saga("trip", "hold", "post");
        return Scenario.with(tools)
                .propose(CommandBuilder.of(null, "trip", Scenario.START)
                        .run(run)
                        .id("c-of-" + run)
                        .build());
    }

    private static void assertHeld(Scenario scenario) {
        assertThat(scenario.saga().claims())
                .as(scenario.trace())
                .singleElement()
                .extracting(Claim::state)
                .isEqualTo(Claim.State.HELD);
    }

    @Test
    void shouldKeepItsTargetWhileALaterStepIsInDoubt() {
        Scenario first = post.settle(proposed("run-1")).answers(SUCCEEDED).expectCall("post");
        first.answers(UNKNOWN).expectLookup("post").answers(UNKNOWN).expectEffect("post", AMBIGUOUS);
        Scenario second = post.settle(proposed("run-2")).expectCallsOf("hold", 0);

        post.settle(first.passes(LEASE));

        assertHeld(first);
        post.settle(second.passes(LEASE)).expectCallsOf("hold", 0);
    }

    @Test
    void shouldKeepItsTargetWhileItIsUndone() {
        Scenario first = post.settle(proposed("run-1")).answers(SUCCEEDED).answers(TERMINAL);
        first.expectCall("release").answers(UNKNOWN);

        post.settle(first.passes(LEASE));

        assertHeld(first);
        first.answers(SUCCEEDED).expectSaga(SagaStatus.ROLLED_BACK);
        post.settle(first);
        post.settle(proposed("run-2")).expectCall("hold");
    }

    /** The ledger gave it to another saga meanwhile; what is to be undone is undone all the same. */
    @Test
    void shouldLeaveTheQueueForItsTargetWhileItIsUndone() {
        Scenario first = post.settle(proposed("run-1")).answers(SUCCEEDED).answers(TERMINAL);
        first.expectCall("release").answers(UNKNOWN).passes(LEASE);

        first.ledgerAnswers(first.saga().claims().getFirst(), ClaimAnswer.Result.QUEUED);

        assertThat(first.saga().claims()).isEmpty();
        first.answers(SUCCEEDED).expectSaga(SagaStatus.ROLLED_BACK).expectReason(Reason.REFUSED_BY_PROVIDER);
    }
}
