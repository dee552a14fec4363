package io.sluice.catalog;

import io.sluice.policy.PolicyDefinition;

/** One document of the catalog, as a record and as the canonical JSON text that topics and stores hold. */
public sealed interface CatalogDocument {

    /**
     * What a document goes by.
     *
     * @param kind as its {@code kind} says
     * @param version the first 16 hex characters of the SHA-256 over {@link #json()}
     */
    record Title(String kind, String name, String version) {}

    Title title();

    /** The document in RFC 8785 form. */
    String json();

    default String kind() {
        return title().kind();
    }

    default String name() {
        return title().name();
    }

    default String version() {
        return title().version();
    }

    /** A tool contract. */
    record Tool(ToolContract contract, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("tool", contract.name(), contract.version());
        }
    }

    /** A saga definition. */
    record Saga(SagaDefinition definition, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("saga", definition.name(), definition.version());
        }
    }

    /** A policy. */
    record Policy(PolicyDefinition definition, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("policy", definition.name(), definition.version());
        }
    }

    /** A role. */
    record Role(RoleDefinition definition, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("role", definition.name(), definition.version());
        }
    }

    /** How much each tenant may do. */
    record Limit(LimitDefinition definition, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("limit", definition.name(), definition.version());
        }
    }

    /** What some agents may propose. */
    record Grant(AgentGrant grant, String json) implements CatalogDocument {
        @Override
        public Title title() {
            return new Title("agent_grant", grant.name(), grant.version());
        }
    }
}
