package io.sluice.topology.serde;

/** The schema registry does not accept a schema, for example because older readers could not follow it. */
public final class SchemaRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
