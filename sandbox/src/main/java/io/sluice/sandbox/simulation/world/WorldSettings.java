package io.sluice.sandbox.simulation.world;

import io.sluice.saga.Limits;
import java.time.Duration;
import java.util.List;

/**
 * What kind of world it is.
 *
 * @param instances processes that run at the same time
 * @param partitions of the machine and of the claim ledger, at most 4 of each
 * @param limits those of the machine and of the ledger
 * @param quietLease how long a claim lasts when nothing goes wrong any more
 * @param clocks how far clocks are off
 * @param faults what befalls the processes
 * @param isHaunted whether processes that should be gone do much: transactions stay open for long, and what they have to
 *     say comes late and twice
 */
public record WorldSettings(
        int instances,
        int partitions,
        Limits limits,
        Duration quietLease,
        Clocks clocks,
        List<Fault> faults,
        boolean isHaunted) {}
