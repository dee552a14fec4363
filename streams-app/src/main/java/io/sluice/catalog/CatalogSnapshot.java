package io.sluice.catalog;

import io.sluice.claim.Terms;
import io.sluice.policy.Passage;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDefinition;
import io.sluice.policy.RulePolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The catalog as of some moment, immutable. Of each name the document applied last is in force; earlier versions stay
 * readable for the sagas that were planned with them.
 */
public final class CatalogSnapshot implements Catalog {
    private final DocumentCache cache;
    private final boolean grantsRequired;

    /** By canonical text, in the order of application. */
    private final Map<String, CatalogDocument> documents;

    private final Map<String, ToolContract> tools = new LinkedHashMap<>();
    private final Map<String, SagaDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, PolicyDefinition> policies = new LinkedHashMap<>();
    private final Map<String, RoleDefinition> roles = new LinkedHashMap<>();
    private final Map<String, AgentGrant> grants = new LinkedHashMap<>();
    private final Map<String, LimitDefinition> limits = new TreeMap<>();
    private final Policy policy;
    private final Map<Versioned, ToolContract> toolVersions = new LinkedHashMap<>();
    private final Map<Versioned, SagaDefinition> definitionVersions = new LinkedHashMap<>();

    private record Versioned(String name, String version) {}

    private CatalogSnapshot(DocumentCache cache, boolean grantsRequired, Map<String, CatalogDocument> documents) {
        this.cache = cache;
        this.grantsRequired = grantsRequired;
        this.documents = documents;
        for (CatalogDocument document : documents.values()) {
            Versioned key = new Versioned(document.name(), document.version());
            switch (document) {
                case CatalogDocument.Tool tool -> {
                    tools.put(tool.name(), tool.contract());
                    toolVersions.put(key, tool.contract());
                }
                case CatalogDocument.Saga saga -> {
                    definitions.put(saga.name(), saga.definition());
                    definitionVersions.put(key, saga.definition());
                }
                case CatalogDocument.Policy rules -> policies.put(rules.name(), rules.definition());
                case CatalogDocument.Role role -> roles.put(role.name(), role.definition());
                case CatalogDocument.Grant grant -> grants.put(grant.name(), grant.grant());
                case CatalogDocument.Limit limit -> limits.put(limit.name(), limit.definition());
            }
        }
        policy = RulePolicy.of(policies.values());
    }

    /** The catalog before anything was applied. */
    public static CatalogSnapshot empty() {
        return empty(new DocumentCache(), false);
    }

    /**
     * The catalog before anything was applied, which shares what it reads with all others of {@code cache}.
     *
     * @param grantsRequired whether nobody may propose anything as long as no agent is granted anything
     */
    public static CatalogSnapshot empty(DocumentCache cache, boolean grantsRequired) {
        return new CatalogSnapshot(cache, grantsRequired, new LinkedHashMap<>());
    }

    /**
     * The catalog that {@link #toDocuments} described.
     *
     * @throws CatalogException when a document cannot be read
     */
    public static CatalogSnapshot of(List<String> documents) throws CatalogException {
        return empty().with(documents);
    }

    /**
     * This catalog with further documents in force, in JSON. Whether they fit together is told by {@link #problems}.
     *
     * @throws CatalogException when a document cannot be read
     */
    public CatalogSnapshot with(List<String> added) throws CatalogException {
        Map<String, CatalogDocument> all = new LinkedHashMap<>(documents);
        for (String json : added) {
            CatalogDocument known = all.get(json);
            CatalogDocument document = known == null ? cache.read(json) : known;
            all.remove(document.json());
            all.put(document.json(), document);
        }
        return new CatalogSnapshot(cache, grantsRequired, all);
    }

    /** Every version of every document as canonical JSON, in the order of application. */
    public List<String> toDocuments() {
        return List.copyOf(documents.keySet());
    }

    /** Every version of every document, in the order of application. */
    public List<CatalogDocument> documents() {
        return List.copyOf(documents.values());
    }

    /** What is in force, one document of each name, in the order of application. */
    public List<CatalogDocument> inForce() {
        return documents.values().stream()
                .filter(document -> switch (document) {
                    case CatalogDocument.Tool tool -> tool.contract().equals(tools.get(tool.name()));
                    case CatalogDocument.Saga saga -> saga.definition().equals(definitions.get(saga.name()));
                    case CatalogDocument.Policy rules -> rules.definition().equals(policies.get(rules.name()));
                    case CatalogDocument.Role role -> role.definition().equals(roles.get(role.name()));
                    case CatalogDocument.Grant grant -> grant.grant().equals(grants.get(grant.name()));
                    case CatalogDocument.Limit limit -> limit.definition().equals(limits.get(limit.name()));
                })
                .toList();
    }

    /** Why what is in force does not fit together, one sentence each; empty when it does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        tools.values().forEach(tool -> problems.addAll(ToolRules.problems(tool, this)));
        definitions.values().forEach(definition -> problems.addAll(SagaRules.problems(definition, this)));
        policies.values().forEach(rules -> problems.addAll(PolicyRules.problems(rules, roles)));
        grants.values().forEach(grant -> problems.addAll(AgentGrantRules.problems(grant, this, roles.keySet())));
        limits.values().forEach(limit -> problems.addAll(LimitRules.problems(limit, tools.values())));
        return Collections.unmodifiableList(problems);
    }

    /** What the policies in force together are called in decisions. */
    public String policyVersion() {
        return RulePolicy.versionOf(policies.values());
    }

    /** Which rules of the policies in force let a tool through without a reviewer. */
    Passage passage(ToolContract tool) {
        return Passage.of(policies.values(), ContractFacts.of(tool));
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public List<Limit> limits(String tenantId, ToolContract planned) {
        ToolContract tool = tools.getOrDefault(planned.name(), planned);
        Terms own = tool.limit();
        if (limits.isEmpty() && own == null) {
            return List.of();
        }
        List<Limit> found = new ArrayList<>();
        for (LimitDefinition limit : limits.values()) {
            if (limit.concerns(tenantId, tool)) {
                found.add(limit.limit());
            }
        }
        if (own != null) {
            found.add(new Limit(Limit.Scope.TOOL, tool.name(), own));
        }
        return found;
    }

    @Override
    public boolean grantsAgents() {
        return !grants.isEmpty();
    }

    @Override
    public boolean requiresGrants() {
        return grantsRequired;
    }

    @Override
    public boolean mayUse(AgentGrant.Proposer proposer, ToolContract tool) {
        return isFree() || grants.values().stream().anyMatch(grant -> grant.coversTool(proposer, tool));
    }

    @Override
    public boolean mayBegin(AgentGrant.Proposer proposer, String definition) {
        return isFree() || grants.values().stream().anyMatch(grant -> grant.coversSaga(proposer, definition));
    }

    /** Everybody may propose everything. */
    private boolean isFree() {
        return grants.isEmpty() && !grantsRequired;
    }

    @Override
    public Set<String> roles(String who, String tenantId) {
        return roles.values().stream()
                .filter(role -> role.isOf(who, tenantId))
                .map(RoleDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public boolean isEmpty() {
        return tools.isEmpty();
    }

    /** Whether some grant covers this tool, by itself or with a saga in force that uses it. */
    boolean grants(ToolContract tool) {
        Set<String> usedBy = sagasWith(tool.name());
        return grants.values().stream().anyMatch(grant -> grant.concerns(tool, usedBy));
    }

    /** The sagas in force that have a step with this tool. */
    Set<String> sagasWith(String tool) {
        return definitions.values().stream()
                .filter(definition ->
                        definition.steps().stream().anyMatch(step -> step.tool().equals(tool)))
                .map(SagaDefinition::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether this tool is what undoes another one. */
    boolean undoes(String tool) {
        return tools.values().stream()
                .map(ToolContract::compensation)
                .anyMatch(compensation ->
                        compensation != null && compensation.tool().equals(tool));
    }

    @Override
    public Optional<ToolContract> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    @Override
    public Optional<ToolContract> tool(String name, String version) {
        return Optional.ofNullable(toolVersions.get(new Versioned(name, version)));
    }

    @Override
    public Optional<SagaDefinition> definition(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    @Override
    public Optional<SagaDefinition> definition(String name, String version) {
        return Optional.ofNullable(definitionVersions.get(new Versioned(name, version)));
    }
}
