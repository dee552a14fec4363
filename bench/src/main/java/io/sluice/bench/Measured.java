package io.sluice.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One measured run.
 *
 * @param name what ran
 * @param sagas how many ended
 * @param took from the first start to the last end
 * @param latenciesMs of each saga, in milliseconds, ascending
 */
record Measured(String name, int sagas, Duration took, List<Double> latenciesMs) {

    static Measured of(String name, Duration took, double[] latenciesMs) {
        List<Double> ascending = Arrays.stream(latenciesMs).sorted().boxed().toList();
        return new Measured(name, ascending.size(), took, ascending);
    }

    double perSecond() {
        return sagas / (took.toNanos() / 1e9);
    }

    double percentile(double fraction) {
        return latenciesMs.get((int) Math.min(latenciesMs.size() - 1L, Math.round(fraction * latenciesMs.size())));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-28s %7d sagas %9.1f sagas/s   p50 %7.1f ms   p99 %7.1f ms",
                name,
                sagas,
                perSecond(),
                percentile(0.5),
                percentile(0.99));
    }
}
