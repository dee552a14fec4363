package io.sluice.catalog;

import java.util.Set;

/**
 * Who has a role: reviewers, agents, or both.
 *
 * @param version content hash of the document
 * @param members ids of reviewers and agents
 * @param tenants where they have it; {@code *} stands for every tenant
 */
public record RoleDefinition(String name, String version, Set<String> members, Set<String> tenants) {

    static final String EVERY = "*";

    boolean isOf(String who, String tenantId) {
        return members.contains(who) && (tenants.contains(EVERY) || tenants.contains(tenantId));
    }
}
