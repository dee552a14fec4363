package io.sluice.sandbox.simulation;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.sandbox.simulation.workload.SimulatedCatalog;
import java.util.List;

/** The two versions of the catalog that every simulated world uses: read once, since nothing changes them. */
public record Catalogs(Catalog first, Catalog second) {

    /** Reads them. */
    public static Catalogs read() {
        CatalogSnapshot first = SimulatedCatalog.after(CatalogSnapshot.empty(), 10);
        return new Catalogs(first, SimulatedCatalog.after(first, 9));
    }

    List<Catalog> all() {
        return List.of(first, second);
    }
}
