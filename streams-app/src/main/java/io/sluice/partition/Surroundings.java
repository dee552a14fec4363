package io.sluice.partition;

import io.sluice.catalog.Catalog;
import io.sluice.policy.Policy;
import io.sluice.saga.Limits;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a partition depends on and does not own.
 *
 * @param machine decides about single sagas
 * @param catalog what is in force now, and every version that a saga under way may need
 * @param clock the wall clock
 * @param jitter uniform in [0, 1)
 */
public record Surroundings(
        Machine machine,
        Supplier<? extends Catalog> catalog,
        Policy policy,
        Limits limits,
        InstantSource clock,
        DoubleSupplier jitter) {

    /** Surroundings with the machine of production. */
    public Surroundings(
            Supplier<? extends Catalog> catalog,
            Policy policy,
            Limits limits,
            InstantSource clock,
            DoubleSupplier jitter) {
        this(Machine.CORE, catalog, policy, limits, clock, jitter);
    }
}
