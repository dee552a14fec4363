package io.sluice.topology.machine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Command;
import io.sluice.saga.Plan;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import org.junit.jupiter.api.Test;

/** A dry run on its way through the topology; what it tells is said by the tests of the core. */
class DryRunTopologyTest {

    @Test
    void shouldAnswerWithAResultAndAJournalEntryAndLeaveTheKeyFree() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = machine.book("s1");
            machine.journal();

            machine.propose(Samples.dryRun(command, "dry-1"));

            assertThat(machine.results()).singleElement().satisfies(result -> {
                assertThat(result.commandId()).isEqualTo("dry-1");
                assertThat(result.state()).isEqualTo("dry_run");
                Plan plan = requireNonNull(result.plan());
                assertThat(plan.outlook()).isEqualTo(Plan.Outlook.START);
                assertThat(plan.steps())
                        .singleElement()
                        .satisfies(step -> assertThat(step.request()).isNotNull());
            });
            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.sagaSequence()).isZero();
                assertThat(entry.sagaEvents()).hasOnlyElementsOfType(SagaEvent.DryRunAnswered.class);
            });
            assertThat(machine.saga(SagaIds.of(command))).isNull();
            assertThat(machine.intents()).isEmpty();
            assertThat(machine.sideEffects()).isEmpty();
            assertThat(machine.events()).isEmpty();

            machine.propose(command);
            machine.settle();
            assertThat(machine.results().getLast().state()).isEqualTo("committed");
        }
    }
}
