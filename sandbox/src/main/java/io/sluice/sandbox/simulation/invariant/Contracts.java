package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.saga.ToolRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every tool contract of the simulated world, of every version, and its sagas, which do not change. */
record Contracts(List<Catalog> catalogs) {

    /** The definition; null where there is none of that name. */
    @Nullable
    SagaDefinition definition(@Nullable String name) {
        return name == null ? null : catalogs.getFirst().definition(name).orElse(null);
    }

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
