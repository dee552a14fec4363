package io.sluice.topology.serde;

/** The schema registry answers that it has no schema of this number. */
public final class UnknownSchemaId extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownSchemaId(int id) {
        super("The schema registry has no schema with id " + id + ".");
    }
}
