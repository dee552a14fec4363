package io.sluice.saga;

/** What a tenant may be called. */
public final class Tenants {

    /** Stands where a fact belongs to no tenant; nobody may use it. */
    public static final String SYSTEM = "system";

    private static final int MAX_LENGTH = 63;

    private Tenants() {}

    /** Whether {@code tenantId} matches {@code [a-z0-9][a-z0-9._-]{0,62}} and is not reserved. */
    public static boolean isValid(String tenantId) {
        if (tenantId.isEmpty() || tenantId.length() > MAX_LENGTH || tenantId.equals(SYSTEM)) {
            return false;
        }
        return isLetterOrDigit(tenantId.charAt(0))
                && tenantId.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
