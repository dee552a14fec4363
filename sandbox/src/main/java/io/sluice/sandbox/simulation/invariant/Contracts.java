package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.Lease;
import io.sluice.claim.Terms;
import io.sluice.effect.Intent;
import io.sluice.saga.ToolRef;
import io.sluice.sandbox.simulation.workload.SimulatedCatalog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every tool contract of the simulated world, of every version, and its sagas, which do not change. */
record Contracts(List<Catalog> catalogs) {

    /** The definition; null where there is none of that name. */
    @Nullable
    SagaDefinition definition(@Nullable String name) {
        return name == null ? null : catalogs.getFirst().definition(name).orElse(null);
    }

    ToolContract of(ToolRef tool) {
        return of(tool.name(), tool.version());
    }

    ToolContract of(Intent intent) {
        return of(intent.tool(), intent.toolVersion());
    }

    /** The terms of what is claimed: a tool's own, or those of the limit that several tools share. */
    Terms terms(Lease lease) {
        if (lease.kind() != ClaimKind.LIMIT) {
            return Terms.ALONE;
        }
        String limited = lease.subject().substring(lease.subject().lastIndexOf(' ') + 1);
        if (limited.equals(SimulatedCatalog.LIMIT)) {
            return new Terms(SimulatedCatalog.LIMITED_TO, 0, 0);
        }
        return Objects.requireNonNull(
                catalogs.getFirst().tool(limited).orElseThrow().limit(), "a place under a limit that there is not");
    }

    private ToolContract of(String tool, String version) {
        for (Catalog catalog : catalogs) {
            var found = catalog.tool(tool, version);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Violation(4, "an effect of tool " + tool + " " + version + ", which no catalog has");
    }
}
