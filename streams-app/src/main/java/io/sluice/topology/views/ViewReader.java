package io.sluice.topology.views;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Answers queries from the views of this instance. What other instances own is asked of them: see {@link ViewLocator}. */
public final class ViewReader {

    private final Supplier<List<ReadOnlyKeyValueStore<Bytes, byte[]>>> stores;
    private final Codecs codecs;

    /**
     * @param stores the stores of every partition that this instance owns now
     */
    public ViewReader(Supplier<List<ReadOnlyKeyValueStore<Bytes, byte[]>>> stores, Codecs codecs) {
        this.stores = stores;
        this.codecs = codecs;
    }

    /**
     * One saga.
     *
     * @throws ViewsUnavailable while the views are restored or moved
     */
    public Optional<Saga> saga(String sagaId) {
        return reading(() -> {
            for (ReadOnlyKeyValueStore<Bytes, byte[]> store : stores.get()) {
                byte[] row = store.get(ViewKeys.row(sagaId));
                if (row != null) {
                    return Optional.of(codecs.saga().fromBytes(row));
                }
            }
            return Optional.empty();
        });
    }

    /**
     * The sagas that a command may be about: the one it began, that it was a duplicate of, or under whose key it was
     * refused. More than one only where different proposals had the same command id.
     */
    public List<String> sagasOfCommand(String tenantId, String commandId) {
        return reading(() -> {
            List<String> sagas = new ArrayList<>();
            for (ReadOnlyKeyValueStore<Bytes, byte[]> store : stores.get()) {
                byte[] sagaId = store.get(ViewKeys.byCommand(tenantId, commandId));
                if (sagaId != null) {
                    sagas.add(new String(sagaId, StandardCharsets.UTF_8));
                }
            }
            return sagas;
        });
    }

    /**
     * What happened to one saga, oldest first; at most {@code limit} entries.
     *
     * @param after the partition sequence beyond which to begin; 0 for the beginning
     */
    public List<JournalEntry> history(String sagaId, long after, int limit) {
        return reading(() -> {
            List<JournalEntry> entries = new ArrayList<>();
            for (ReadOnlyKeyValueStore<Bytes, byte[]> store : stores.get()) {
                try (KeyValueIterator<Bytes, byte[]> found =
                        store.range(ViewKeys.history(sagaId, after + 1), ViewKeys.history(sagaId, Long.MAX_VALUE))) {
                    while (found.hasNext() && entries.size() < limit) {
                        entries.add(codecs.journal().fromBytes(found.next().value));
                    }
                }
            }
            return entries;
        });
    }

    /**
     * The sagas of one tenant in one status, last changed first; at most {@code limit}.
     *
     * @param after the place beyond which to begin; null for the beginning
     */
    public List<Saga> list(String tenantId, SagaStatus status, @Nullable ViewPlace after, int limit) {
        return reading(() -> {
            List<Saga> sagas = new ArrayList<>();
            for (ReadOnlyKeyValueStore<Bytes, byte[]> store : stores.get()) {
                sagas.addAll(list(store, tenantId, status, after, limit));
            }
            sagas.sort(Comparator.comparing(ViewPlace::of));
            return sagas.size() > limit ? List.copyOf(sagas.subList(0, limit)) : sagas;
        });
    }

    /** Every tenant that has a saga here. */
    public SortedSet<String> tenants() {
        return reading(() -> {
            SortedSet<String> tenants = new TreeSet<>();
            for (ReadOnlyKeyValueStore<Bytes, byte[]> store : stores.get()) {
                Optional<String> next = tenantFrom(store, ViewKeys.statusIndexStart());
                while (next.isPresent()) {
                    tenants.add(next.get());
                    next = tenantFrom(store, ViewKeys.afterTenant(next.get()));
                }
            }
            return tenants;
        });
    }

    /** An index entry is written before its row, so it counts only where the row says the same. */
    private List<Saga> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            String tenantId,
            SagaStatus status,
            @Nullable ViewPlace after,
            int limit)
            throws UndecodableException {
        List<Saga> sagas = new ArrayList<>();
        byte[] prefix = ViewKeys.byStatusPrefix(tenantId, status);
        Bytes from = after == null ? Bytes.wrap(prefix) : ViewKeys.afterPlace(prefix, after);
        try (KeyValueIterator<Bytes, byte[]> found = store.range(from, ViewKeys.behindPrefix(prefix))) {
            while (found.hasNext() && sagas.size() < limit) {
                KeyValue<Bytes, byte[]> entry = found.next();
                ViewPlace hit = new ViewPlace(
                        ViewKeys.updatedOfStatusKey(entry.key, prefix), ViewKeys.sagaOfStatusKey(entry.key, prefix));
                byte[] row = store.get(ViewKeys.row(hit.sagaId()));
                if (row != null) {
                    Saga saga = codecs.saga().fromBytes(row);
                    if (saga.status() == status && saga.updatedAt().equals(hit.updatedAt())) {
                        sagas.add(saga);
                    }
                }
            }
        }
        return sagas;
    }

    private static Optional<String> tenantFrom(ReadOnlyKeyValueStore<Bytes, byte[]> store, Bytes from) {
        try (KeyValueIterator<Bytes, byte[]> found = store.range(from, ViewKeys.statusIndexEnd())) {
            return found.hasNext() ? Optional.of(ViewKeys.tenantOfStatusKey(found.next().key)) : Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T run() throws UndecodableException;
    }

    private static <T> T reading(Query<T> query) {
        try {
            return query.run();
        } catch (InvalidStateStoreException e) {
            throw new ViewsUnavailable("the views of this instance are being restored or moved; try again soon", e);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the views hold something that cannot be read", e);
        }
    }
}
