package io.sluice.saga;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.EffectType;
import org.jspecify.annotations.Nullable;

/** The tool contract a step was planned with; a saga keeps it whatever the catalog says later. */
public record ToolRef(String name, String version, EffectType effectType) {

    public static ToolRef of(ToolContract contract) {
        return new ToolRef(contract.name(), contract.version(), contract.effectType());
    }

    /** What undoes a step of {@code contract} by the catalog in force; null where nothing does. */
    public static @Nullable ToolRef ofCompensation(ToolContract contract, Catalog catalog) {
        ToolContract.Compensation undo = contract.compensation();
        return undo == null ? null : catalog.tool(undo.tool()).map(ToolRef::of).orElse(null);
    }
}
