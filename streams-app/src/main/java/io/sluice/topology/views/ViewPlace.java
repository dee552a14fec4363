package io.sluice.topology.views;

import io.sluice.saga.Saga;
import java.time.Instant;
import java.util.Comparator;

/** Where a saga stands in a list: last changed first. */
public record ViewPlace(Instant updatedAt, String sagaId) implements Comparable<ViewPlace> {

    private static final Comparator<ViewPlace> ORDER =
            Comparator.comparing(ViewPlace::updatedAt).reversed().thenComparing(ViewPlace::sagaId);

    public static ViewPlace of(Saga saga) {
        return new ViewPlace(saga.updatedAt(), saga.sagaId());
    }

    @Override
    public int compareTo(ViewPlace other) {
        return ORDER.compare(this, other);
    }
}
