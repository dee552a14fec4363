package io.sluice.sandbox.simulation.world;

import io.sluice.saga.Limits;
import java.util.List;

/**
 * What kind of world it is.
 *
 * @param instances processes that run at the same time
 * @param partitions at most 8
 * @param limits those of the machine
 * @param clocks how far clocks are off
 * @param faults what befalls the processes
 * @param isHaunted whether processes that should be gone do much: transactions stay open for long, and what they have to
 *     say comes late and twice
 */
public record WorldSettings(
        int instances, int partitions, Limits limits, Clocks clocks, List<Fault> faults, boolean isHaunted) {}
