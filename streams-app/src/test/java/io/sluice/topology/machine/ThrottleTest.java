package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a rule throttles waits in the store and goes on in the order in which it came. */
class ThrottleTest {

    private static final String SLOWLY = """
            kind: policy
            name: calm
            rules: [{name: slowly, result: throttle, throttle: {rate: {max: 1, per: 1s}}}]
            """;

    @Test
    void shouldLetThroughInOrderAsTimePasses() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(SLOWLY));
            for (String step : new String[] {"s1", "s2", "s3"}) {
                machine.propose(machine.book(step));
            }
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.sagaOf(machine.book("s3"))
                            .steps()
                            .getFirst()
                            .forward()
                            .reason())
                    .isEqualTo("throttled");

            machine.advance(Duration.ofSeconds(1));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(2);
            machine.advance(Duration.ofSeconds(1));
            machine.settle();

            assertThat(machine.intents())
                    .extracting(Intent::sagaId)
                    .containsExactly(
                            machine.sagaOf(machine.book("s1")).sagaId(),
                            machine.sagaOf(machine.book("s2")).sagaId(),
                            machine.sagaOf(machine.book("s3")).sagaId());
        }
    }
}
