package io.sluice.sandbox.app;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.topology.sink.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does the work in this process, takes its time, and counts how often each key was used. */
final class CountingProvider implements ProviderCall {

    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final Duration takes;

    CountingProvider(Duration takes) {
        this.takes = takes;
    }

    @Override
    public Outcome dispatch(Intent intent, ToolContract contract, BooleanSupplier mayFire) {
        Instant started = Instant.ofEpochMilli(System.currentTimeMillis());
        boolean fires = mayFire.getAsBoolean();
        if (fires) {
            LockSupport.parkNanos(takes.toNanos());
            effects.merge(intent.idempotencyKey(), 1, Integer::sum);
        }
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                fires ? OutcomeResult.SUCCEEDED : OutcomeResult.NOT_FIRED,
                fires ? 201 : 0,
                null,
                null,
                null,
                false,
                null,
                0,
                started,
                Instant.ofEpochMilli(System.currentTimeMillis()));
    }

    Map<String, Integer> effects() {
        return Map.copyOf(effects);
    }
}
