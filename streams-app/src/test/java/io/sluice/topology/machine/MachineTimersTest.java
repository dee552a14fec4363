package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.EffectStatus;
import io.sluice.effect.OutcomeResult;
import io.sluice.partition.Timer;
import io.sluice.saga.Command;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the machine does because time has passed. */
class MachineTimersTest {

    @Test
    void shouldKeepAStubOfAnEndedSagaForTheDedupWindowOnly() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = machine.book("s1");
            machine.propose(command);
            machine.settle();

            assertThat(machine.sagaOf(command).steps()).isEmpty();
            assertThat(machine.sagaOf(command).status()).isEqualTo(SagaStatus.COMMITTED);

            machine.advance(Duration.ofDays(8));

            assertThat(machine.saga(SagaIds.of(command))).isNull();
            machine.propose(command);
            assertThat(machine.results().getLast().reason()).isEqualTo("too_old");
        }
    }

    @Test
    void shouldMakeAnAttemptWithoutAnOutcomeAmbiguousWhenItsTimeIsOver() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.provider.answers(OutcomeResult.UNKNOWN);
            Command command = machine.book("s1");
            machine.propose(command);

            machine.advance(Duration.ofSeconds(20));

            assertThat(machine.sagaOf(command).steps().getFirst().forward().status())
                    .isNotEqualTo(EffectStatus.STARTED);
        }
    }

    @Test
    void shouldRetryARefusalForNowWhenItIsDueAndNotBefore() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.provider.answers(OutcomeResult.TRANSIENT);
            machine.propose(machine.book("s1"));
            machine.settle();
            machine.provider.answers(OutcomeResult.SUCCEEDED);

            machine.advance(Duration.ofMillis(199));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);

            machine.advance(Duration.ofMillis(1));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(2);
            assertThat(machine.results().getLast().state()).isEqualTo("committed");
        }
    }

    @Test
    void shouldLetNoTimerFireBeforeTheTaskIsOpen() {
        try (MachineFixture machine = MachineFixture.fresh()) {
            machine.applyCatalog();
            Command command = machine.book("s1");
            machine.propose(command);

            machine.advance(Duration.ofMinutes(1));
            assertThat(machine.sagaOf(command).steps().getFirst().forward().status())
                    .isEqualTo(EffectStatus.STARTED);

            machine.deliver();
            machine.advance(Duration.ofMillis(1));
            assertThat(machine.sagaOf(command).steps().getFirst().forward().status())
                    .isNotEqualTo(EffectStatus.STARTED);
        }
    }

    @Test
    void shouldHoldACommandThatComesBeforeAnyCatalog() {
        try (MachineFixture machine = MachineFixture.fresh()) {
            machine.deliver();
            Command command = machine.book("s1");
            machine.propose(command);
            assertThat(machine.sagaOf(command).isDeferred()).isTrue();

            machine.applyCatalog();
            machine.advance(Duration.ofMillis(1));
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
            assertThat(TaskFixture.reader(machine.store(), machine.codecs).deferred())
                    .isEmpty();
        }
    }

    @Test
    void shouldLeaveOneTimerForASagaUnderWay() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.provider.answers(OutcomeResult.TRANSIENT);
            machine.propose(machine.book("s1"));
            machine.settle();
            machine.advance(Duration.ofMillis(200));
            machine.settle();

            int timers = 0;
            try (var all = machine.store()
                    .range(StoreKeys.timer(Timer.from(0)), StoreKeys.timer(Timer.from(Long.MAX_VALUE)))) {
                while (all.hasNext()) {
                    all.next();
                    timers++;
                }
            }
            assertThat(timers).isEqualTo(1);
        }
    }
}
