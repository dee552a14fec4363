package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import org.junit.jupiter.api.Test;

/** An operator's intervention on its way through the topology; what each may do is said by the tests of the core. */
class OperationTopologyTest {

    @Test
    void shouldCancelASagaThatWaitsForAReviewer() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = Samples.command("send", "s1", machine.clock.instant());
            machine.propose(command);
            machine.settle();

            operate(machine, command, "o-1");

            assertThat(machine.results().getLast()).satisfies(result -> {
                assertThat(result.commandId()).isEqualTo(command.commandId());
                assertThat(result.state()).isEqualTo("rolled_back");
                assertThat(result.reason()).isEqualTo(Reason.CANCELLED);
            });
            assertThat(machine.provider.fired()).isEmpty();
        }
    }

    @Test
    void shouldSayInTheJournalOfTheSagaWhyAnOperationIsRefusedAndLeaveTheResultAlone() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = machine.book("s1");
            machine.propose(command);
            machine.settle();
            CommandResult told = machine.results().getLast();
            machine.journal();

            operate(machine, command, "o-1");

            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.sagaId()).isEqualTo(told.sagaId());
                assertThat(entry.sagaEvents())
                        .singleElement()
                        .isInstanceOfSatisfying(SagaEvent.InputRejected.class, rejected -> {
                            assertThat(rejected.inputId()).isEqualTo("o-1");
                            assertThat(rejected.reason()).isEqualTo(Reason.SAGA_ENDED);
                        });
            });
            assertThat(machine.results()).isEmpty();
        }
    }

    private static void operate(MachineFixture machine, Command command, String operationId) {
        Operation cancel = new Operation(
                operationId,
                OperationKind.CANCEL,
                command.tenantId(),
                SagaIds.of(command),
                null,
                null,
                null,
                "olga",
                "the case was withdrawn",
                machine.clock.instant());
        machine.pipe(
                machine.topics.operations(), "any", machine.codecs.operation().toBytes(cancel));
    }
}
