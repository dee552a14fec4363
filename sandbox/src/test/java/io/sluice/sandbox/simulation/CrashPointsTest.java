package io.sluice.sandbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Boundary;
import io.sluice.sandbox.simulation.world.Fault;
import io.sluice.sandbox.simulation.world.Witness;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Crash points enumerated, not drawn: a saga of three steps whose last one is refused, so that the others are undone, is
 * struck at every commit boundary and at every call boundary, and at every pair of them.
 */
class CrashPointsTest {

    private static final Simulation SIMULATION = new Simulation(Catalogs.read());
    private static final String SAGA = "triple";
    private static final String REFUSED = "post.shown";

    /** Longer than the session timeout, so that others take over. */
    private static final long AWAY = 20_000;

    @Test
    void shouldPassEveryKindOfBoundary() {
        Map<Boundary, Integer> passed = new EnumMap<>(Boundary.class);
        Verdict verdict = SIMULATION.run(struckBy(), world -> new Witness() {
            @Override
            public void boundary(int number, Boundary boundary, AppProcess process) {
                passed.merge(boundary, 1, Integer::sum);
            }
        });

        assertThat(verdict.sentence()).isEqualTo("all invariants hold");
        assertThat(passed).containsOnlyKeys(Boundary.values());
        // three steps and two compensations, each with its own call
        assertThat(passed.get(Boundary.AFTER_SEND)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASH", "ABORT", "STOP", "PAUSE", "ZOMBIE", "REBALANCE"})
    void shouldSurviveOneFaultAtEveryBoundary(Fault.Kind kind) {
        int boundaries = run(struckBy()).boundaries();
        for (int boundary = 0; boundary < boundaries; boundary++) {
            run(struckBy(at(0, kind, boundary)));
        }
    }

    @Test
    void shouldSurviveACrashAtEveryPairOfBoundaries() {
        int boundaries = run(struckBy()).boundaries();
        for (int first = 0; first < boundaries; first++) {
            int afterFirst = run(struckBy(Fault.crashAt(0, first))).boundaries();
            assertThat(afterFirst).isGreaterThan(first);
            for (int second = first + 1; second < afterFirst; second++) {
                run(struckBy(Fault.crashAt(0, first), Fault.crashAt(1, second)));
            }
        }
    }

    @Test
    void shouldSurviveAZombieAndACrashAtEveryPairOfBoundaries() {
        int boundaries = run(struckBy()).boundaries();
        for (int first = 0; first < boundaries; first++) {
            int afterFirst = run(struckBy(at(0, Fault.Kind.ZOMBIE, first))).boundaries();
            for (int second = first + 1; second < afterFirst; second++) {
                run(struckBy(at(0, Fault.Kind.ZOMBIE, first), Fault.crashAt(1, second)));
            }
        }
    }

    private static Fault at(int number, Fault.Kind kind, int boundary) {
        return new Fault(number, kind, boundary, 0, 0, AWAY);
    }

    private static Scenario struckBy(Fault... faults) {
        return Scenario.of(new Scenario.Given(SAGA, REFUSED, List.of(faults)));
    }

    private static Verdict run(Scenario scenario) {
        Verdict verdict = SIMULATION.run(scenario);
        assertThat(verdict.isClean())
                .as("%s: %s", scenario.given(), verdict.sentence())
                .isTrue();
        return verdict;
    }
}
