package io.sluice.topology.serde;

/** Knows every schema that records were written with, by number. */
public interface SchemaRegistry {

    /**
     * The number of {@code schemaJson}, which is registered under {@code subject} if it is not there yet.
     *
     * @throws RegistryUnavailable when the registry cannot be reached or fails
     * @throws SchemaRefused when the registry does not accept the schema
     */
    int register(String subject, String schemaJson);

    /**
     * The schema with number {@code id}, as JSON.
     *
     * @throws RegistryUnavailable when the registry cannot be reached or fails
     * @throws UnknownSchemaId when the registry has no such schema
     */
    String schemaById(int id);
}
