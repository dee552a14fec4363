package io.sluice.claim;

import io.sluice.idempotency.Keys;
import org.jspecify.annotations.Nullable;

/** The key that owns what is competed for. It begins with the tenant, so that tenants never meet in one. */
public final class ClaimKeys {

    private ClaimKeys() {}

    public static String target(String tenantId, @Nullable String type, String id) {
        return key(tenantId, "target", type == null ? "" : type, id);
    }

    /** A tenant's own limit, whatever several tenants have it in common. */
    public static String limit(String tenantId, String scope, String name) {
        return key(tenantId, "limit", scope, name);
    }

    /** One business act with a tool; {@code parts} is canonical JSON of what makes it the same act. */
    public static String businessKey(String tenantId, String tool, String parts) {
        return key(tenantId, "business", tool, parts);
    }

    /** An approval that was given in advance. */
    public static String grant(String tenantId, String approvalId) {
        return key(tenantId, "grant", approvalId);
    }

    /** The version of a target: apart from its lease, which may be held while the version changes. */
    public static String version(String tenantId, @Nullable String type, String id) {
        return key(tenantId, "version", type == null ? "" : type, id);
    }

    /** Which tenant a key belongs to. */
    public static String tenantOf(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + key + "' is no key of a claim");
        }
        return key.substring(0, slash);
    }

    private static String key(String tenantId, String kind, String... parts) {
        return tenantId + "/" + kind + "/" + Keys.ofParts(parts);
    }
}
