package io.sluice.topology.serde;

/** These bytes are not the record they should be, now or later; the message says in one sentence what was wrong. */
public final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    public static final String EMPTY = "empty_value";
    public static final String MALFORMED_AVRO = "malformed_avro";
    public static final String MALFORMED_JSON = "malformed_json";
    public static final String UNKNOWN_SCHEMA_ID = "unknown_schema_id";
    public static final String FOREIGN_SCHEMA = "foreign_schema";
    public static final String TOO_LARGE = "too_large";
    public static final String MISSING_TENANT = "missing_tenant";

    private final String reason;

    public UndecodableException(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** One of the constants of this class. */
    public String reason() {
        return reason;
    }
}
