package io.sluice.topology.views;

import io.sluice.saga.Saga;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows folded last. The entries of one saga come close together, and decoding its row for each costs as much as the
 * fold; and to write it for each costs ten times that.
 */
final class RecentRows {

    private static final int MAX = 1000;

    /**
     * One row.
     *
     * @param written as the store holds it; null where it does not
     * @param folded as it is after the last entry
     */
    record Row(@Nullable Saga written, Saga folded) {}

    private final Map<String, Row> rows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
            return size() > MAX;
        }
    };

    @Nullable
    Row get(String sagaId) {
        return rows.get(sagaId);
    }

    void put(Row row) {
        rows.put(row.folded().sagaId(), row);
    }

    void clear() {
        rows.clear();
    }
}
