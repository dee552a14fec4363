package io.sluice.sandbox.provider;

/**
 * How many effects the simulated providers have done since the last reset.
 *
 * @param effects all of them
 * @param repeated those whose idempotency key had one at the same provider and resource before
 */
public record Totals(long effects, long repeated) {}
