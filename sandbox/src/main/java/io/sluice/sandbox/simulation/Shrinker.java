package io.sluice.sandbox.simulation;

import io.sluice.sandbox.simulation.world.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leaves out of a failing schedule whatever can be left out: first large parts of what happens, then one thing after the
 * other, until it does not fail any more without any of the rest. What counts as the same failure is the same invariant.
 */
public final class Shrinker {

    private final Simulation simulation;

    public Shrinker(Simulation simulation) {
        this.simulation = simulation;
    }

    /**
     * The least that still fails as {@code scenario} does.
     *
     * @param verdict how it fails
     */
    public Scenario shrink(Scenario scenario, Verdict verdict) {
        List<Happening> kept = new ArrayList<>(new TreeSet<>(verdict.happened()));
        int part = Math.max(1, kept.size() / 2);
        while (true) {
            boolean less = false;
            for (int from = 0; from < kept.size(); ) {
                List<Happening> rest = without(kept, from, Math.min(kept.size(), from + part));
                Verdict again = simulation.run(scenario.with(Set.copyOf(rest)));
                if (!again.isClean() && again.invariant() == verdict.invariant()) {
                    kept = rest;
                    less = true;
                } else {
                    from += part;
                }
            }
            if (part == 1 && !less) {
                return scenario.with(new TreeSet<>(kept));
            }
            part = Math.max(1, part / 2);
        }
    }

    private static List<Happening> without(List<Happening> all, int from, int to) {
        List<Happening> rest = new ArrayList<>(all.subList(0, from));
        rest.addAll(all.subList(to, all.size()));
        return rest;
    }
}
