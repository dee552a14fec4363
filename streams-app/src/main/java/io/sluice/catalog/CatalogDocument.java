package io.sluice.catalog;

import io.sluice.policy.PolicyDefinition;

/** One document of the catalog, as a record and as the canonical JSON text that topics and stores hold. */
public sealed interface CatalogDocument {

    /** As the document's {@code kind} says. */
    String kind();

    String name();

    /** The first 16 hex characters of the SHA-256 over {@link #json()}. */
    String version();

    /** The document in RFC 8785 form. */
    String json();

    /** A tool contract. */
    record Tool(ToolContract contract, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "tool";
        }

        @Override
        public String name() {
            return contract.name();
        }

        @Override
        public String version() {
            return contract.version();
        }
    }

    /** A saga definition. */
    record Saga(SagaDefinition definition, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "saga";
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public String version() {
            return definition.version();
        }
    }

    /** A policy. */
    record Policy(PolicyDefinition definition, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "policy";
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public String version() {
            return definition.version();
        }
    }

    /** A role. */
    record Role(RoleDefinition definition, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "role";
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public String version() {
            return definition.version();
        }
    }

    /** How much each tenant may do. */
    record Limit(LimitDefinition definition, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "limit";
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public String version() {
            return definition.version();
        }
    }

    /** What some agents may propose. */
    record Grant(AgentGrant grant, String json) implements CatalogDocument {
        @Override
        public String kind() {
            return "agent_grant";
        }

        @Override
        public String name() {
            return grant.name();
        }

        @Override
        public String version() {
            return grant.version();
        }
    }
}
