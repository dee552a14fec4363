package io.sluice.saga.machine;

import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Reason;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody commits in time. */
class OpenSagaTimeoutTest {

    private static final Duration TIMEOUT = MachineRun.LIMITS.openSagaTimeout();

    @Test
    void shouldUndoWhatRanWhenNobodyCommitsInTime() {
        Scenario scenario = OpenSagaTools.begun()
                .adds("hold")
                .answers(SUCCEEDED)
                .adds("pay")
                .passesUntilDue()
                .expectSaga(SagaStatus.COMPENSATING)
                .expectCall("release")
                .answers(SUCCEEDED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.TIMED_OUT)
                .expectCallsOf("pay", 0);

        assertThat(scenario.now()).isEqualTo(MachineRun.START.plus(TIMEOUT));
        assertThat(scenario.resultOf("c-begin").error()).contains("nobody committed");
    }

    @Test
    void shouldEndASagaWithoutStepsWhenNobodyCommitsInTime() {
        OpenSagaTools.begun().passes(TIMEOUT).expectSaga(SagaStatus.FAILED).expectReason(Reason.TIMED_OUT);
    }

    @Test
    void shouldWaitAsLongAsTheBeginAskedFor() {
        Scenario scenario = Scenario.with(OpenSagaTools.CATALOG);
        scenario.propose(scenario.open(SagaAction.BEGIN, null, "c-begin")
                        .timeoutMs(300_000L)
                        .build())
                .passes(Duration.ofSeconds(299))
                .expectRejected(Reason.NOTHING_DUE)
                .passes(Duration.ofSeconds(1))
                .expectSaga(SagaStatus.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "86400001"})
    void shouldRefuseATimeoutBeyondTheBounds(long timeoutMs) {
        Scenario scenario = Scenario.with(OpenSagaTools.CATALOG);

        scenario.propose(scenario.open(SagaAction.BEGIN, null, "c-begin")
                        .timeoutMs(timeoutMs)
                        .build())
                .expectRejected(Reason.INVALID_COMMAND);
    }

    /** Also where the timer has not come yet. */
    @Test
    void shouldStartNothingWhenTheCommitComesPastTheDeadline() {
        OpenSagaTools.begun()
                .adds("pay")
                .waits(TIMEOUT)
                .commits()
                .expectRejected(Reason.TIMED_OUT)
                .expectNothingUnderWay()
                .adds("hold")
                .expectRejected(Reason.TIMED_OUT)
                .givesUp()
                .expectRejected(Reason.TIMED_OUT)
                .passes(Duration.ZERO)
                .expectSaga(SagaStatus.FAILED)
                .commits()
                .expectRejected(Reason.TIMED_OUT)
                .expectCallsOf("pay", 0);
    }

    @Test
    void shouldNotGoOnWithTheNextStepPastTheDeadline() {
        OpenSagaTools.begun()
                .adds("hold")
                .adds("seat")
                .waits(TIMEOUT)
                .answers(SUCCEEDED)
                .expectNothingUnderWay()
                .passes(Duration.ZERO)
                .expectCall("release");
    }

    @Test
    void shouldHaveTheTimeOfAnySagaOnceItIsCommitted() {
        Scenario scenario = OpenSagaTools.begun().adds("pay").commits();

        assertThat(scenario.saga().deadline()).isEqualTo(MachineRun.START.plus(MachineRun.LIMITS.sagaTimeout()));
    }
}
