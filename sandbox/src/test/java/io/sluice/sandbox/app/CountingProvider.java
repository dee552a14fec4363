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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does the work in this process, takes its time, and counts how often each key was used. */
final class CountingProvider implements ProviderCall {

    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Duration takes;

    CountingProvider(Duration takes) {
        this.takes = takes;
    }

    @Override
    public Outcome dispatch(Intent intent, ToolContract contract, BooleanSupplier mayFire) {
        Instant started = Instant.ofEpochMilli(System.currentTimeMillis());
        boolean fires = mayFire.getAsBoolean();
        if (fires) {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            LockSupport.parkNanos(takes.toNanos());
            effects.merge(intent.idempotencyKey(), 1, Integer::sum);
            underWay.decrementAndGet();
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

    /** How many were ever under way at the same time. */
    int mostAtOnce() {
        return most.get();
    }

    Map<String, Integer> effects() {
        return Map.copyOf(effects);
    }
}
