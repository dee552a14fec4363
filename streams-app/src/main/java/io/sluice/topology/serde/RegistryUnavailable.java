package io.sluice.topology.serde;

/** The schema registry cannot be reached or fails. It says nothing about a record: try again later. */
public final class RegistryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
