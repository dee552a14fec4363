package io.sluice.catalog;

import io.sluice.claim.Terms;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much each tenant may do, of all that it does or with one tool or provider. Tenants do not share it.
 *
 * @param version content hash of the document
 * @param tenants whom it concerns, each with a count of its own; {@code *} stands for every tenant
 * @param provider what it counts; null where it does not look at the provider
 * @param tool what it counts; null where it does not look at the tool
 */
public record LimitDefinition(
        String name,
        String version,
        Set<String> tenants,
        @Nullable String provider,
        @Nullable String tool,
        Terms terms) {

    boolean concerns(String tenantId, ToolContract contract) {
        return (tenants.contains(RoleDefinition.EVERY) || tenants.contains(tenantId))
                && (provider == null || provider.equals(contract.provider()))
                && (tool == null || tool.equals(contract.name()));
    }

    Limit limit() {
        return new Limit(Limit.Scope.LIMIT, name, terms);
    }
}
