package io.sluice.topology.machine;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.util.List;

/** The catalog of one task: every applied record in the store, the snapshot that is made of them in memory. */
final class CatalogKeeper {

    private final Codecs codecs;
    private final CatalogSnapshot beforeAll;
    private CatalogSnapshot snapshot;
    private long applied;

    /** @param beforeAll the catalog before anything was applied */
    CatalogKeeper(Codecs codecs, CatalogSnapshot beforeAll) {
        this.codecs = codecs;
        this.beforeAll = beforeAll;
        snapshot = beforeAll;
    }

    CatalogSnapshot snapshot() {
        return snapshot;
    }

    /** Rebuilds the snapshot from what the store holds. */
    void load(MachineStore store) {
        CatalogSnapshot loaded = beforeAll;
        List<byte[]> records = store.catalogs();
        for (byte[] record : records) {
            try {
                loaded = loaded.with(codecs.catalog().fromBytes(record).documents());
            } catch (CatalogException | UndecodableException e) {
                throw new IllegalStateException("a catalog that was applied can no longer be read", e);
            }
        }
        snapshot = loaded;
        applied = records.size();
    }

    /**
     * Puts further documents in force once {@code batch} are applied.
     *
     * @return what is in force then
     * @throws CatalogException when they cannot be read or do not fit together
     */
    CatalogSnapshot apply(Batch batch, CatalogRecord record, byte[] value) throws CatalogException {
        CatalogSnapshot next = snapshot.with(record.documents());
        if (!next.problems().isEmpty()) {
            throw new CatalogException(next.problems());
        }
        batch.put(StoreKeys.catalog(applied + 1), value);
        batch.afterwards(() -> {
            snapshot = next;
            applied++;
        });
        return next;
    }
}
