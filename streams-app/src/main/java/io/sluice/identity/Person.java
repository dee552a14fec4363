package io.sluice.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose token proves who they are.
 *
 * @param tenant the one tenant that they may act for; null for every one
 */
public record Person(String name, @Nullable String tenant, Set<Right> may) {

    public Person {
        may = Set.copyOf(may);
    }

    /** Whether they may act for {@code tenantId}. */
    public boolean isOf(String tenantId) {
        return tenant == null || tenant.equals(tenantId);
    }
}
