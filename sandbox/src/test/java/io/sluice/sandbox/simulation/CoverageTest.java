package io.sluice.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.simulation.coverage.CoverageTable;
import io.sluice.sandbox.simulation.coverage.Transitions;
import io.sluice.sandbox.simulation.world.Fault;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Every input meets every state that it can meet, in drawn worlds, in haunted ones, and in those that are made for it. */
class CoverageTest {

    private static final Catalogs CATALOGS = OrdinarySchedules.CATALOGS;
    private static final int BATCH = 1_000;
    private static final int MOST_SEEDS = 60_000;

    /** Seeds of haunted worlds in which something happens that hardly ever happens: they spare thousands. */
    private static final long[] RARE = {70, 234, 700, 782, 1_784, 11_809};

    /** A saga with little time and a step whose provider only takes work on. */
    private static final String SAGA = "hurried";

    /** Longer than the saga has, and than it takes to find out that the step was not done. */
    private static final long AWAY = 90_000;

    @Test
    void shouldReachEveryPairOfStateAndInputThatIsNotKnownToBeImpossible() throws InterruptedException {
        Transitions reached = struckAtEveryBoundary();
        reached.add(OrdinarySchedules.RESULT.transitions());
        for (long seed : RARE) {
            reached.add(reachedBy(Scenario::haunted, seed, 1));
        }
        CoverageTable table = new CoverageTable(reached);
        for (long from = OrdinarySchedules.SEEDS + 1;
                from < MOST_SEEDS && !table.missed().isEmpty();
                from += BATCH) {
            reached.add(reachedBy(Scenario::of, from, BATCH));
            reached.add(reachedBy(Scenario::haunted, from, BATCH));
            table = new CoverageTable(reached);
        }

        assertThat(table.missed()).as("never reached with %d seeds", MOST_SEEDS).isEmpty();
        assertThat(table.contradicted()).as("listed as impossible").isEmpty();
    }

    private static Transitions reachedBy(LongFunction<Scenario> scenarios, long from, long seeds)
            throws InterruptedException {
        Campaign.Result result =
                new Campaign(CATALOGS, scenarios, from, seeds).run(OrdinarySchedules.THREADS, done -> {});
        assertThat(result.failed())
                .as("a seed that fails; ./sluice simulate --seed SEED tells why, perhaps with --haunted")
                .isEqualTo(-1);
        return result.transitions();
    }

    /** What a process does that stands still between the last check and the request for as long as nobody promises anything. */
    private static Transitions struckAtEveryBoundary() {
        Simulation simulation = new Simulation(CATALOGS);
        int boundaries = simulation.run(struckAt(Integer.MAX_VALUE)).boundaries();
        for (int boundary = 0; boundary < boundaries; boundary++) {
            assertThat(simulation.run(struckAt(boundary)).sentence()).isEqualTo("all invariants hold");
        }
        return simulation.transitions();
    }

    private static Scenario struckAt(int boundary) {
        Fault away = new Fault(0, Fault.Kind.ZOMBIE, boundary, 0, 0, AWAY);
        return Scenario.of(new Scenario.Given(SAGA, null, List.of(away)));
    }
}
