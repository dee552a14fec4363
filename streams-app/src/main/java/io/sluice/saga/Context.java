package io.sluice.saga;

import io.sluice.catalog.Catalog;
import io.sluice.policy.Policy;
import java.time.Instant;

/**
 * Everything a decision may depend on besides the saga and the input.
 *
 * @param now wall-clock time, whole milliseconds
 * @param catalog what is in force, and every version that a saga under way may still need
 * @param places how much may be under way at each provider
 * @param incarnation which life of the task decides; written into every intent
 * @param jitter uniform in [0, 1), spreads retries
 */
public record Context(
        Instant now, Catalog catalog, Policy policy, Limits limits, Places places, String incarnation, double jitter) {}
