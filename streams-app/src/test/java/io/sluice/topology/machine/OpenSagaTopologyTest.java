package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An open saga on its way through the topology: all its commands, in one partition, about one saga. */
class OpenSagaTopologyTest {

    @Test
    void shouldRunAtTheCommitWhatWasAdded() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(open(machine, SagaAction.BEGIN, "begin", null));
            machine.propose(open(machine, SagaAction.ADD_STEP, "first", "file"));
            machine.propose(open(machine, SagaAction.ADD_STEP, "second", "file"));
            machine.settle();
            assertThat(machine.provider.fired()).isEmpty();

            machine.propose(open(machine, SagaAction.COMMIT, "commit", null));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(2);
            assertThat(machine.results())
                    .filteredOn(result -> result.state().equals("committed"))
                    .extracting(CommandResult::commandId)
                    .containsExactlyInAnyOrder("c-begin", "c-first", "c-second", "c-commit");
            assertThat(machine.sideEffects()).last().satisfies(record -> {
                assertThat(record.step()).isEqualTo("second");
                assertThat(record.commandId()).isEqualTo("c-second");
            });
        }
    }

    @Test
    void shouldEndASagaThatNobodyCommits() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command begin = open(machine, SagaAction.BEGIN, "begin", null);
            machine.propose(begin);
            machine.propose(open(machine, SagaAction.ADD_STEP, "first", "file"));
            machine.settle();

            machine.advance(Duration.ofSeconds(60));
            machine.propose(open(machine, SagaAction.COMMIT, "commit", null));
            machine.settle();

            assertThat(machine.sagaOf(begin).reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(machine.results()).last().satisfies(result -> {
                assertThat(result.commandId()).isEqualTo("c-commit");
                assertThat(result.state()).isEqualTo("rejected");
                assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
            });
            assertThat(machine.provider.fired()).isEmpty();
        }
    }

    private static Command open(MachineFixture machine, SagaAction action, String step, @Nullable String tool) {
        return CommandBuilder.open(action, "trip-7", tool, machine.clock.instant())
                .id("c-" + step)
                .tenant(Samples.TENANT)
                .step(step)
                .build();
    }
}
