package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Context;
import io.sluice.saga.Limits;
import io.sluice.saga.Places;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import org.junit.jupiter.api.Test;

/** Policy may want a person to agree to what undoes an effect. Invariants 4, 6 and 10. */
class RollbackApprovalTest {

    private static final Policy ASKS_BEFORE_UNDOING = question -> new PolicyDecision(
            question.compensation() ? Verdict.REQUIRE_APPROVAL : Verdict.ALLOW,
            "undo",
            BuiltInPolicy.VERSION,
            "as the test says");

    private static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("post", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .saga("trip", "hold", "post");
    }

    private static Scenario undoing() {
        return Scenario.with(tools())
                .policy(ASKS_BEFORE_UNDOING)
                .propose(Commands.saga("trip"))
                .answers(SUCCEEDED)
                .answers(TERMINAL);
    }

    @Test
    void shouldWaitForTheApprovalOfACompensationAndUndoUnderIt() {
        undoing()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCompensation("hold", APPROVAL_REQUIRED)
                .expectNothingUnderWay()
                .grant("rita")
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.ROLLED_BACK);
    }

    @Test
    void shouldLeaveToAPersonWhatNobodyLetItUndo() {
        undoing()
                .reject("rita", "it has to stay")
                .expectCompensation("hold", FAILED)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .expectSaga(SagaStatus.FAILED);
        undoing()
                .passes(Limits.DEFAULTS.approvalExpiry())
                .expectCompensation("hold", FAILED)
                .expectEscalated(Reason.COMPENSATION_FAILED)
                .expectSaga(SagaStatus.FAILED);
    }

    @Test
    void shouldWaitForTheApprovalOfWhatAnOperatorWantsUndoneAfterTheEnd() {
        Scenario scenario = Scenario.with(tools())
                .policy(ASKS_BEFORE_UNDOING)
                .propose(Commands.saga("trip"))
                .answers(SUCCEEDED)
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);

        scenario.compensates("post")
                .expectCompensation("post", APPROVAL_REQUIRED)
                .grant("rita")
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.COMMITTED);
    }

    /** An error of the machine's own fails the decision about one saga, and never holds up its partition. */
    @Test
    void shouldFailRatherThanDecideWithoutEnd() {
        Draft draft = new Draft(
                null,
                new Context(
                        Scenario.START, tools(), ASKS_BEFORE_UNDOING, Limits.DEFAULTS, Places.UNBOUNDED, "first", 0));

        assertThatThrownBy(() -> {
                    for (int turn = 0; turn < 1_000_000; turn++) {
                        draft.add(new SagaEvent.InputRejected("due", "", "reason", "detail"));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without coming to rest");
    }
}
