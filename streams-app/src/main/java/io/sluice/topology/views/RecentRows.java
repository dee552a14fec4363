package io.sluice.topology.views;

import io.sluice.saga.Saga;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows folded last: the entries of one saga come close together, and decoding its row for each costs as much as the fold. */
final class RecentRows {

    private static final int MAX = 1000;

    private final Map<String, Saga> rows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Saga> eldest) {
            return size() > MAX;
        }
    };

    @Nullable
    Saga get(String sagaId) {
        return rows.get(sagaId);
    }

    void put(Saga row) {
        rows.put(row.sagaId(), row);
    }

    void clear() {
        rows.clear();
    }
}
