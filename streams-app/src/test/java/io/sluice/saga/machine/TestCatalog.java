package io.sluice.saga.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.Limit;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.catalog.VersionRules;
import io.sluice.claim.Terms;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A catalog put together by hand, so that a test names exactly the capabilities it is about. */
final class TestCatalog implements Catalog {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, ToolContract> tools = new LinkedHashMap<>();
    private final Map<String, SagaDefinition> definitions = new LinkedHashMap<>();

    /** What a provider can do for a tool. */
    enum Capability {
        KEYS,
        LOOKUP,
        BOTH,
        NEITHER;

        boolean honoursKey() {
            return this == KEYS || this == BOTH;
        }

        boolean hasLookup() {
            return this == LOOKUP || this == BOTH;
        }
    }

    private final List<Limit> limits = new ArrayList<>();
    private String version = "v1";
    private @Nullable TestCatalog before;

    static TestCatalog empty() {
        return new TestCatalog();
    }

    /** A newer catalog, to which everything has to be added again; what {@code before} holds is kept for sagas under way. */
    static TestCatalog replacing(TestCatalog before, String version) {
        TestCatalog catalog = new TestCatalog();
        catalog.version = version;
        catalog.before = before;
        return catalog;
    }

    TestCatalog tool(String name, EffectType type, Reversibility reversibility, Capability provider) {
        return tool(name, type, reversibility, provider, null);
    }

    TestCatalog tool(
            String name, EffectType type, Reversibility reversibility, Capability provider, @Nullable String undo) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("note", "$/arguments/note?");
        ToolContract.RequestTemplate call = new ToolContract.RequestTemplate(
                "POST", "/" + name, Map.of(), Map.of(), Map.of("Idempotency-Key", "$/idempotency_key"), body);
        ToolContract.Lookup lookup = !provider.hasLookup()
                ? null
                : new ToolContract.Lookup(
                        new ToolContract.RequestTemplate(
                                "GET", "/" + name, Map.of(), Map.of("key", "$/idempotency_key"), Map.of(), null),
                        "/items/0",
                        null,
                        Map.of(),
                        "/items/0/id");
        ToolContract.Compensation compensation = undo == null
                ? null
                : new ToolContract.Compensation(
                        undo, JsonNodeFactory.instance.objectNode().put("undoes", "$/forward/external_ref"));
        tools.put(
                name,
                new ToolContract(
                        name,
                        version,
                        type,
                        reversibility,
                        "provider",
                        call,
                        new ToolContract.AnswerRules(
                                Set.of(200, 201), Set.of(202), Set.of(400, 422), Set.of(429, 503), "/id"),
                        lookup,
                        compensation,
                        provider.honoursKey(),
                        TIMEOUT,
                        "send".equals(name) ? "NoticeSent" : null));
        return this;
    }

    TestCatalog saga(String name, String... tools) {
        List<SagaDefinition.StepDefinition> steps = new ArrayList<>();
        JsonNode arguments = JsonNodeFactory.instance.objectNode().put("note", "$/arguments/note?");
        for (String tool : tools) {
            steps.add(new SagaDefinition.StepDefinition(tool, tool, arguments));
        }
        definitions.put(name, new SagaDefinition(name, version, null, steps));
        return this;
    }

    /** What the tool does is undone only where {@code when} holds. */
    TestCatalog undoneWhen(String tool, String when) {
        ToolContract contract = Objects.requireNonNull(tools.get(tool));
        ToolContract.Compensation undo = Objects.requireNonNull(contract.compensation());
        tools.put(
                tool,
                new ToolContract(
                        contract.name(),
                        contract.version(),
                        contract.effectType(),
                        contract.reversibility(),
                        contract.provider(),
                        contract.call(),
                        contract.answers(),
                        contract.lookup(),
                        new ToolContract.Compensation(undo.tool(), undo.arguments(), when),
                        contract.honoursKey(),
                        contract.timeout(),
                        contract.event()));
        return this;
    }

    /** Nobody else works on the target of what the tool is used for. */
    TestCatalog holdingTarget(String tool) {
        return claiming(tool, true, null);
    }

    /** The tool does the same once for one target. */
    TestCatalog onceForATarget(String tool) {
        return claiming(tool, false, JsonNodeFactory.instance.objectNode().put("target", "$/command/target_id"));
    }

    private TestCatalog claiming(String tool, boolean holdsTarget, @Nullable JsonNode businessKey) {
        ToolContract contract = Objects.requireNonNull(tools.get(tool));
        tools.put(
                tool,
                new ToolContract(
                        contract.name(),
                        contract.version(),
                        contract.effectType(),
                        contract.reversibility(),
                        contract.provider(),
                        contract.call(),
                        contract.answers(),
                        contract.lookup(),
                        contract.compensation(),
                        contract.honoursKey(),
                        contract.timeout(),
                        contract.event(),
                        null,
                        holdsTarget,
                        businessKey,
                        null,
                        VersionRules.USUAL,
                        null));
        return this;
    }

    /** Every tool counts towards the limit. */
    TestCatalog limit(String name, int places) {
        limits.add(new Limit(Limit.Scope.LIMIT, name, new Terms(places, 0, 0)));
        return this;
    }

    @Override
    public List<Limit> limits(String tenantId, ToolContract planned) {
        return List.copyOf(limits);
    }

    TestCatalog define(SagaDefinition definition) {
        definitions.put(definition.name(), definition);
        return this;
    }

    /** A saga whose second step needs the first one's reference. */
    TestCatalog chained(String name, String first, String second) {
        JsonNode none = JsonNodeFactory.instance.objectNode();
        JsonNode needsFirst = JsonNodeFactory.instance.objectNode().put("note", "$/steps/" + first + "/external_ref");
        definitions.put(
                name,
                new SagaDefinition(
                        name,
                        "v1",
                        null,
                        List.of(
                                new SagaDefinition.StepDefinition(first, first, none),
                                new SagaDefinition.StepDefinition(second, second, needsFirst))));
        return this;
    }

    @Override
    public boolean isEmpty() {
        return tools.isEmpty();
    }

    @Override
    public Optional<ToolContract> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    @Override
    public Optional<ToolContract> tool(String name, String version) {
        return tool(name)
                .filter(contract -> contract.version().equals(version))
                .or(() -> before == null ? Optional.empty() : before.tool(name, version));
    }

    @Override
    public Optional<SagaDefinition> definition(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    @Override
    public Optional<SagaDefinition> definition(String name, String version) {
        return definition(name)
                .filter(definition -> definition.version().equals(version))
                .or(() -> before == null ? Optional.empty() : before.definition(name, version));
    }
}
