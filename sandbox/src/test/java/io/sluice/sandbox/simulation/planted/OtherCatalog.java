package io.sluice.sandbox.simulation.planted;

import io.sluice.catalog.AgentGrant;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.Limit;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real catalog, of which a bug changes a part. */
abstract class OtherCatalog implements Catalog {

    private final Catalog real;

    OtherCatalog(Catalog real) {
        this.real = real;
    }

    @Override
    public boolean isEmpty() {
        return real.isEmpty();
    }

    @Override
    public Optional<ToolContract> tool(String name) {
        return real.tool(name);
    }

    @Override
    public Optional<ToolContract> tool(String name, String version) {
        return real.tool(name, version);
    }

    @Override
    public Optional<SagaDefinition> definition(String name) {
        return real.definition(name);
    }

    @Override
    public Optional<SagaDefinition> definition(String name, String version) {
        return real.definition(name, version);
    }

    @Override
    public Policy policy() {
        return real.policy();
    }

    @Override
    public List<Limit> limits(String tenantId, ToolContract planned) {
        return real.limits(tenantId, planned);
    }

    @Override
    public boolean grantsAgents() {
        return real.grantsAgents();
    }

    @Override
    public boolean mayUse(AgentGrant.Proposer proposer, ToolContract tool) {
        return real.mayUse(proposer, tool);
    }

    @Override
    public boolean mayBegin(AgentGrant.Proposer proposer, String definition) {
        return real.mayBegin(proposer, definition);
    }

    @Override
    public Set<String> roles(String who, String tenantId) {
        return real.roles(who, tenantId);
    }
}
