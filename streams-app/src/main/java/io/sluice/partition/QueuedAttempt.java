package io.sluice.partition;

import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import io.sluice.saga.SagaIds;
import java.time.Instant;
import java.util.Comparator;

/**
 * An attempt that waits for a place at its provider. Ordered by provider, lane and tenant, then by how long it has waited.
 *
 * @param asks whether it asks for the version of its target when its turn comes, before it takes a place
 * @param since when it began to wait, whole milliseconds
 */
public record QueuedAttempt(String provider, Lane lane, boolean asks, Instant since, String sagaId, EffectRef effect)
        implements Comparable<QueuedAttempt> {

    private static final Comparator<QueuedAttempt> ORDER = Comparator.comparing(QueuedAttempt::provider)
            .thenComparing(QueuedAttempt::lane)
            .thenComparing(QueuedAttempt::tenantId)
            .thenComparing(QueuedAttempt::asks)
            .thenComparing(QueuedAttempt::since)
            .thenComparing(QueuedAttempt::sagaId)
            .thenComparing(queued -> queued.effect().toString());

    public String tenantId() {
        return SagaIds.tenantOf(sagaId);
    }

    @Override
    public int compareTo(QueuedAttempt other) {
        return ORDER.compare(this, other);
    }
}
