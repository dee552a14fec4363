package io.sluice.sandbox.provider;

/**
 * How slow the simulated providers are.
 *
 * @param latencyMs how long each request takes at least, in milliseconds
 * @param lookupDelayMs after how many milliseconds the profile {@code eventual} finds an effect
 * @param workMs for how many milliseconds work is pending that is only accepted: of the profile {@code async}, an import of
 *     Shopify's, a refund of Stripe's
 * @param maxEffects how many effects are kept; set at the start only
 */
public record ProviderSettings(long latencyMs, long lookupDelayMs, long workMs, int maxEffects) {
    /** No latency, 2 s until effects are found, 500 ms of work, 100,000 effects. */
    public static ProviderSettings defaults() {
        return new ProviderSettings(0, 2_000, 500, 100_000);
    }

    public ProviderSettings withLatencyMs(long milliseconds) {
        return new ProviderSettings(milliseconds, lookupDelayMs, workMs, maxEffects);
    }

    public ProviderSettings withLookupDelayMs(long milliseconds) {
        return new ProviderSettings(latencyMs, milliseconds, workMs, maxEffects);
    }

    public ProviderSettings withWorkMs(long milliseconds) {
        return new ProviderSettings(latencyMs, lookupDelayMs, milliseconds, maxEffects);
    }
}
