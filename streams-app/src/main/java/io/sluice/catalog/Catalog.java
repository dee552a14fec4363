package io.sluice.catalog;

import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tool contracts and saga definitions: what is in force, and every version that a saga under way may still need. */
public interface Catalog {

    /** Whether no tool was ever applied. */
    boolean isEmpty();

    /** The tool contract in force. */
    Optional<ToolContract> tool(String name);

    /** One version of a tool contract, in force or not. */
    Optional<ToolContract> tool(String name, String version);

    /** The saga definition in force. */
    Optional<SagaDefinition> definition(String name);

    /** One version of a saga definition, in force or not. */
    Optional<SagaDefinition> definition(String name, String version);

    /** The policies in force as one, with what is built in where they say nothing. */
    default Policy policy() {
        return new BuiltInPolicy();
    }

    /**
     * The limits in force that a tenant's use of a tool counts towards, always in the same order.
     *
     * @param planned the tool, in any version
     */
    default List<Limit> limits(String tenantId, ToolContract planned) {
        return List.of();
    }

    /** Whether there are grants of agents, so that who proposes has to be proven. */
    default boolean grantsAgents() {
        return false;
    }

    /** Whether nobody may propose anything where there are no grants of agents; everybody may else. */
    default boolean requiresGrants() {
        return false;
    }

    /** Whether the grants of agents let somebody propose the tool. */
    default boolean mayUse(AgentGrant.Proposer proposer, ToolContract tool) {
        return true;
    }

    /** Whether the grants of agents let somebody begin the saga. */
    default boolean mayBegin(AgentGrant.Proposer proposer, String definition) {
        return true;
    }

    /** Whether a reviewer or an agent has a role in a tenant. */
    default boolean hasRole(String who, String role, String tenantId) {
        return roles(who, tenantId).contains(role);
    }

    /** The roles that a reviewer or an agent has in a tenant. */
    default Set<String> roles(String who, String tenantId) {
        return Set.of();
    }
}
