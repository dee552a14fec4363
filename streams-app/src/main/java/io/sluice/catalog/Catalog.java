package io.sluice.catalog;

import java.util.Optional;

/** Tool contracts and saga definitions: what is in force, and every version that a saga under way may still need. */
public interface Catalog {

    /** Whether nothing was ever applied. */
    boolean isEmpty();

    /** The tool contract in force. */
    Optional<ToolContract> tool(String name);

    /** One version of a tool contract, in force or not. */
    Optional<ToolContract> tool(String name, String version);

    /** The saga definition in force. */
    Optional<SagaDefinition> definition(String name);

    /** One version of a saga definition, in force or not. */
    Optional<SagaDefinition> definition(String name, String version);
}
