package io.sluice.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The machine in simulated worlds: invariants 1 to 12, after every step of every schedule. */
class SimulationTest {

    @Test
    void shouldHoldEveryInvariantInEverySchedule() {
        Campaign.Result result = OrdinarySchedules.RESULT;

        assertThat(result.failed())
                .as("a seed that fails; ./sluice simulate --seed SEED tells why")
                .isEqualTo(-1);
        assertThat(result.schedules()).isEqualTo(OrdinarySchedules.SEEDS);
    }

    @Test
    void shouldRunTheSameScheduleForTheSameSeed() {
        for (long seed : LongStream.rangeClosed(1, 20).toArray()) {
            assertThat(trace(seed)).as("seed %d", seed).isNotEmpty().isEqualTo(trace(seed));
        }
    }

    @Test
    void shouldRunAnotherScheduleForAnotherSeed() {
        assertThat(trace(1)).isNotEqualTo(trace(2));
    }

    private static List<String> trace(long seed) {
        List<String> lines = new ArrayList<>();
        new Simulation(OrdinarySchedules.CATALOGS)
                .run(Scenario.of(seed), world -> new Trace(world.timeline(), lines::add));
        return lines;
    }
}
