package io.sluice.sandbox.simulation;

import io.sluice.sandbox.simulation.world.Fault;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Seams;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is simulated.
 *
 * @param only what may happen of all that the seed says; null for all of it
 * @param seams what a test has put in the place of a part
 * @param given what befalls which saga; null for what the seed says
 * @param isHaunted whether it is a world full of processes that should be gone, whatever the seed says
 */
public record Scenario(
        long seed,
        @Nullable Set<Happening> only,
        Seams seams,
        @Nullable Given given,
        boolean isHaunted) {

    /**
     * One act in a world in which nothing happens but what is named here.
     *
     * @param what the tool or the saga that is proposed
     * @param refused the tool whose calls are refused for good; null for none
     */
    public record Given(String what, @Nullable String refused, List<Fault> faults) {

        Set<Happening> happenings() {
            return faults.stream()
                    .map(fault -> new Happening(Happening.Kind.FAULT, fault.number(), 0))
                    .collect(Collectors.toSet());
        }
    }

    /** The schedule of a seed. */
    public static Scenario of(long seed) {
        return new Scenario(seed, null, Seams.NONE, null, false);
    }

    /** The schedule of a seed in a world full of processes that should be gone, where what is rare elsewhere is common. */
    public static Scenario haunted(long seed) {
        return new Scenario(seed, null, Seams.NONE, null, true);
    }

    /** One act, and what befalls it. */
    public static Scenario of(Given given) {
        return new Scenario(0, null, Seams.NONE, given, false);
    }

    /** The same, with only some of what happens. */
    public Scenario with(Set<Happening> some) {
        return new Scenario(seed, some, seams, given, isHaunted);
    }

    /** The same, with another part somewhere. */
    public Scenario with(Seams other) {
        return new Scenario(seed, only, other, given, isHaunted);
    }
}
