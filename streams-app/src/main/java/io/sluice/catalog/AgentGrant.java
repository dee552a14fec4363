package io.sluice.catalog;

import io.sluice.effect.EffectType;
import java.util.Set;

/**
 * What some agents may propose.
 *
 * @param version content hash of the document
 * @param agents ids of the agents
 * @param roles whoever has one of these is granted it too
 * @param tenants where; {@code *} stands for every tenant
 * @param runs in which runs; a name that ends with {@code *} stands for all that begin so
 * @param tools names of tools, ending as those of runs may
 * @param sagas names of saga definitions, ending as those of runs may
 * @param effectTypes any tool of these types
 */
public record AgentGrant(
        String name,
        String version,
        Set<String> agents,
        Set<String> roles,
        Set<String> tenants,
        Set<String> runs,
        Set<String> tools,
        Set<String> sagas,
        Set<EffectType> effectTypes) {

    private static final String ANY = "*";

    /**
     * Who proposes.
     *
     * @param roles of the agent in the tenant
     */
    public record Proposer(String agentId, Set<String> roles, String tenantId, String runId) {}

    boolean coversTool(Proposer proposer, ToolContract tool) {
        return covers(proposer) && (matches(tools, tool.name()) || effectTypes.contains(tool.effectType()));
    }

    boolean coversSaga(Proposer proposer, String definition) {
        return covers(proposer) && matches(sagas, definition);
    }

    /** Whether anybody is granted this tool, or one of the sagas that use it. */
    boolean concerns(ToolContract tool, Set<String> usedBy) {
        return matches(tools, tool.name())
                || effectTypes.contains(tool.effectType())
                || usedBy.stream().anyMatch(saga -> matches(sagas, saga));
    }

    private boolean covers(Proposer proposer) {
        boolean isMeant =
                agents.contains(proposer.agentId()) || proposer.roles().stream().anyMatch(roles::contains);
        return isMeant
                && matches(runs, proposer.runId())
                && (tenants.contains(ANY) || tenants.contains(proposer.tenantId()));
    }

    private static boolean matches(Set<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith(ANY)
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }
}
