package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Reason;
import io.sluice.saga.Results;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProposalTest {

    private static final TestCatalog CATALOG =
            TestCatalog.empty().tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS);

    @Test
    void shouldAnswerTheSameCommandAgainWithThePriorResult() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .answers(SUCCEEDED)
                .propose(Commands.withId(Commands.tool("note"), "c-2"))
                .expectCallsOf("note", 1);

        assertThat(scenario.lastResult().state()).isEqualTo("committed");
        assertThat(scenario.lastResult().commandId()).isEqualTo("c-2");
        assertThat(scenario.lastResult().duplicateOf()).isEqualTo("c-1");
    }

    @Test
    void shouldNotNameARedeliveryADuplicateOfItself() {
        Scenario scenario = Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .propose(Commands.tool("note"))
                .expectCallsOf("note", 1);

        assertThat(scenario.lastResult().duplicateOf()).isNull();
    }

    @Test
    void shouldAnswerADuplicateFromTheStubOfAnEndedSaga() {
        Scenario ended = Scenario.with(CATALOG).propose(Commands.tool("note")).answers(SUCCEEDED);

        Decision decision = Decider.decide(
                ended.saga().stub(),
                new Input.Propose(Commands.tool("note")),
                new Context(
                        ended.now(),
                        CATALOG,
                        new io.sluice.policy.BuiltInPolicy(),
                        Scenario.LIMITS,
                        io.sluice.saga.Places.UNBOUNDED,
                        "i",
                        0));

        assertThat(decision)
                .isEqualTo(new Decision.Accepted(java.util.List.of(new SagaEvent.CommandDuplicated("c-1"))));
        assertThat(Results.duplicate(ended.saga().stub(), new SagaEvent.CommandDuplicated("c-9"), ended.now())
                        .completedSteps())
                .containsExactly("note");
    }

    @Test
    void shouldRejectTheSameKeyWithAnotherPayload() {
        Scenario.with(CATALOG)
                .propose(Commands.tool("note"))
                .propose(Commands.withArguments(Commands.tool("note"), "{\"note\":\"other\"}"))
                .expectRejected(Reason.PAYLOAD_MISMATCH)
                .expectCallsOf("note", 1);
    }

    @Test
    void shouldNotMindTheOrderOfKeysInThePayload() {
        Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.tool("note"), "{\"a\":1,\"b\":2.0}"))
                .propose(Commands.withArguments(Commands.tool("note"), "{ \"b\": 2, \"a\": 1 }"))
                .expectCallsOf("note", 1);
    }

    @Test
    void shouldRejectArgumentsThatHaveNoCanonicalForm() {
        Scenario.with(CATALOG)
                .propose(Commands.withArguments(Commands.tool("note"), "{\"note\":1e999}"))
                .expectRejected(Reason.INVALID_COMMAND);
    }

    @Test
    void shouldRejectAnUnknownTool() {
        Scenario scenario =
                Scenario.with(CATALOG).propose(Commands.tool("launch")).expectRejected(Reason.UNKNOWN_TOOL);

        assertThat(scenario.hasSaga()).isFalse();
    }

    @Test
    void shouldRejectAnUnknownDefinition() {
        Scenario.with(CATALOG).propose(Commands.saga("launch")).expectRejected(Reason.UNKNOWN_DEFINITION);
    }

    @Test
    void shouldRejectACommandOlderThanTheDedupWindow() {
        Scenario.with(CATALOG)
                .propose(Commands.createdAt(
                        Commands.tool("note"),
                        Scenario.START.minus(Scenario.LIMITS.dedupWindow()).minusMillis(1)))
                .expectRejected(Reason.TOO_OLD);
    }

    @Test
    void shouldRejectACommandFromTheFuture() {
        Scenario.with(CATALOG)
                .propose(Commands.createdAt(Commands.tool("note"), Scenario.START.plus(Duration.ofHours(1))))
                .expectRejected(Reason.CREATED_IN_FUTURE);
    }
}
