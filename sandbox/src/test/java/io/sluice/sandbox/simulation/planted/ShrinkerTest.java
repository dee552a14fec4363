package io.sluice.sandbox.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.simulation.Catalogs;
import io.sluice.sandbox.simulation.Scenario;
import io.sluice.sandbox.simulation.Shrinker;
import io.sluice.sandbox.simulation.Simulation;
import io.sluice.sandbox.simulation.Verdict;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Seams;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is left of a failing schedule fails by itself, in the same way each time, and nothing of it can be left out. */
class ShrinkerTest {

    private static final int INVARIANT = 5;

    private final Simulation simulation = new Simulation(Catalogs.read());

    @Test
    void shouldLeaveOutWhateverTheFailureDoesNotNeed() {
        Scenario failing = failing();
        Verdict whole = simulation.run(failing);

        Scenario least = new Shrinker(simulation).shrink(failing, whole);

        Set<Happening> kept = Objects.requireNonNull(least.only());
        assertThat(kept).hasSizeLessThan(whole.happened().size());
        assertThat(simulation.run(least).invariant()).isEqualTo(INVARIANT);
        assertThat(simulation.run(least).sentence())
                .isEqualTo(simulation.run(least).sentence());
        for (Happening one : kept) {
            Set<Happening> without = new TreeSet<>(kept);
            without.remove(one);
            Verdict verdict = simulation.run(least.with(without));
            assertThat(!verdict.isClean() && verdict.invariant() == INVARIANT)
                    .as("%s is needed", one)
                    .isFalse();
        }
    }

    private Scenario failing() {
        for (long seed = 1; seed < 3_000; seed++) {
            Scenario scenario = Scenario.of(seed).with(Seams.NONE.withMachine(MachineBugs.unknownTakenForFailed()));
            if (!simulation.run(scenario).isClean()) {
                return scenario;
            }
        }
        throw new AssertionError("the planted bug was not found");
    }
}
