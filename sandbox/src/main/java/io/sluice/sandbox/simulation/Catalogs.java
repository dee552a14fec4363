package io.sluice.sandbox.simulation;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.sandbox.simulation.workload.SimulatedCatalog;
import java.util.List;

/**
 * The two versions of the catalog that every simulated world uses, and the same where only those may propose who prove who
 * they are: read once, since nothing changes them.
 */
public record Catalogs(Catalog first, Catalog second, Catalog firstGuarded, Catalog secondGuarded) {

    /** Reads them. */
    public static Catalogs read() {
        CatalogSnapshot first = SimulatedCatalog.after(CatalogSnapshot.empty(), 10, false);
        CatalogSnapshot guarded = SimulatedCatalog.after(CatalogSnapshot.empty(), 10, true);
        return new Catalogs(
                first, SimulatedCatalog.after(first, 9, false), guarded, SimulatedCatalog.after(guarded, 9, true));
    }

    /** Every version of every tool and saga. */
    List<Catalog> all() {
        return List.of(first, second);
    }
}
