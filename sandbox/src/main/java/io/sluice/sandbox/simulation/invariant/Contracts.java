package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.ToolContract;
import io.sluice.saga.ToolRef;
import java.util.List;

/** Every tool contract of the simulated world, of every version. */
record Contracts(List<Catalog> catalogs) {

    ToolContract of(ToolRef tool) {
        for (Catalog catalog : catalogs) {
            var found = catalog.tool(tool.name(), tool.version());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Violation(4, "an effect of tool " + tool + ", which no catalog has");
    }
}
