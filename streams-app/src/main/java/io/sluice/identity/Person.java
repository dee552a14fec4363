package io.sluice.identity;

import java.util.Set;

/**
 * Somebody whose token proves who they are.
 *
 * @param tenant the one tenant that they may act for, or {@link #EVERY_TENANT}
 */
public record Person(String name, String tenant, Set<Right> may) {

    /** No tenant can be called so. */
    public static final String EVERY_TENANT = "*";

    public Person {
        may = Set.copyOf(may);
    }

    /** Whether they may act for {@code tenantId}. */
    public boolean isOf(String tenantId) {
        return isOfEvery() || tenant.equals(tenantId);
    }

    /** Whether they may act for every tenant. */
    public boolean isOfEvery() {
        return tenant.equals(EVERY_TENANT);
    }
}
