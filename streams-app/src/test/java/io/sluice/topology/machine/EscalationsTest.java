package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Reason;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.Test;

/** An escalation is an event and a metric, never only a status. */
class EscalationsTest {

    @Test
    void shouldCountFromNothingSoThatTheFirstOneIsSeen() {
        try (MachineFixture machine = MachineFixture.ready()) {
            assertThat(machine.metrics("escalations-total"))
                    .singleElement()
                    .extracting(Metric::metricValue)
                    .isEqualTo(0.0);
        }
    }

    @Test
    void shouldCountEveryEscalationAndTellItsReason() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.provider.answers(OutcomeResult.UNKNOWN);
            machine.propose(machine.book("s1"));
            machine.propose(machine.book("s2"));
            machine.settle();

            assertThat(machine.metrics("escalations-total"))
                    .singleElement()
                    .extracting(Metric::metricValue)
                    .isEqualTo(2.0);
            assertThat(machine.metrics("escalations-rate")).hasSize(1);
            assertThat(machine.metrics("escalations-by-reason-total"))
                    .singleElement()
                    .satisfies(metric -> {
                        assertThat(metric.metricName().tags()).containsEntry("reason", Reason.NO_WAY_TO_KNOW);
                        assertThat(metric.metricValue()).isEqualTo(2.0);
                    });
            assertThat(machine.events())
                    .filteredOn(event -> event.type().equals("EffectEscalated"))
                    .hasSize(2);
        }
    }
}
