package io.sluice.sandbox.simulation.workload;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.sandbox.simulation.provider.Capability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The catalog of the simulated world: each kind of tool at each kind of provider, and sagas of one to four of them. */
public final class SimulatedCatalog {

    private static final Set<Capability> SAFE_TO_REPEAT = EnumSet.complementOf(EnumSet.of(Capability.NEITHER));

    private static final String MUTATION = "effect_type: internal_mutation";

    /** What the tool that undoes it is told. */
    private static final String UNDONE =
            "compensation: {tool: release.%2$s, arguments: {act: $/forward/arguments/act}}";

    /** What can be done, and then undone. */
    private static final String RESERVE = contract(
            "reserve",
            MUTATION,
            "compensation: {tool: release.%2$s, arguments: {act: $/forward/arguments/act, undoes: \"$/forward/external_ref?\"}}");

    /** What undoes it. */
    private static final String RELEASE = contract("release", MUTATION, "reversibility: retryable");

    /** The point of no return, which somebody has to approve. */
    private static final String CHARGE =
            contract("charge", "effect_type: external_transaction", "reversibility: pivot");

    /** What cannot be undone and needs no approval. */
    private static final String POST = contract("post", MUTATION, "reversibility: noncompensable");

    /** What is done after the point of no return, until it is done. */
    private static final String NOTIFY = contract("notify", MUTATION, "reversibility: retryable");

    /** What changes nothing. */
    private static final String CHECK = contract("check", "effect_type: read");

    /** What can be done, and then undone where it was odd: otherwise there is nothing to undo. */
    private static final String HOLD = contract(
            "hold",
            MUTATION,
            "compensation: {tool: release.%2$s, when: $/forward/arguments/odd, arguments: {act: $/forward/arguments/act}}");

    /** What nobody else does to the same target meanwhile. */
    private static final String EDIT = contract("edit", MUTATION, "hold_target: true", UNDONE);

    /** What is done once for a target. */
    private static final String BOOK =
            contract("book", MUTATION, "business_key: {target: $/command/target_id}", UNDONE);

    /** Of which few are under way at once. */
    private static final String METER = contract("meter", MUTATION, "limit: {concurrency: 1}", UNDONE);

    /** Of which few begin in a time, and few are under way at once. */
    private static final String TICKET =
            contract("ticket", MUTATION, "limit: {concurrency: 2, rate: {max: 1, per: 20s}}", UNDONE);

    /** What is done to a version of its target, and refused by the provider itself where it has another one. */
    private static final String AMEND =
            contract("amend", MUTATION, "expected_version: {required: true}", "conditional_write: true", UNDONE);

    /** What is decided anew where its target has changed. */
    private static final String REVISE = contract("revise", MUTATION, "expected_version: {on_stale: reload}", UNDONE);

    /** What a person has to agree to where its target has changed; nobody need have told the version. */
    private static final String CONSULT = contract(
            "consult",
            MUTATION,
            "reversibility: noncompensable",
            "expected_version: {on_stale: ask, on_unknown: allow}");

    /** The provider of which each tenant has few acts under way at once, and what the limit that says so is called. */
    public static final String LIMITED_PROVIDER = Capability.ASYNCHRONOUS.provider();

    public static final String LIMIT = "few-at-once";
    public static final int LIMITED_TO = 2;

    private static final String FEW_AT_ONCE = """
            kind: limit
            name: %s
            tenants: ["*"]
            provider: %s
            concurrency: %d
            """.formatted(LIMIT, LIMITED_PROVIDER, LIMITED_TO);

    /** Agents may propose everything, if they prove that they are agents. */
    private static final String GRANT = """
            kind: role
            name: %1$s
            members: [nobody]
            tenants: ["*"]
            ---
            kind: agent_grant
            name: workers
            roles: [%1$s]
            tenants: ["*"]
            tools: ["*"]
            sagas: ["*"]
            """.formatted(Sent.ROLE);

    /** Which target a request changes, and the version that it is for. */
    private static final String EDITED = ", target: $/command/target_id, version: \"$/expected_version?\"";

    private static final List<String> TOOLS = List.of(
            "reserve.keyed",
            "reserve.shown",
            "reserve.shown-late",
            "reserve.asynchronous",
            "reserve.neither",
            "hold.shown",
            "charge.shown",
            "charge.neither",
            "post.shown",
            "notify.shown-late",
            "check.shown");

    private SimulatedCatalog() {}

    /** The tools and sagas that agents propose; a saga's name has no dot. */
    public static List<String> proposals() {
        List<String> proposals = new ArrayList<>(TOOLS);
        proposals.addAll(SimulatedSagas.names());
        return proposals;
    }

    /**
     * A catalog with every tool and saga put in force.
     *
     * @param before what was applied earlier, whose versions stay known
     * @param timeout how long a request may take, in seconds; another one makes another version of every tool
     * @param isGuarded whether only agents may propose that prove what they are
     */
    public static CatalogSnapshot after(CatalogSnapshot before, int timeout, boolean isGuarded) {
        List<String> yaml = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            yaml.add(tool(RESERVE, capability, timeout));
            yaml.add(tool(HOLD, capability, timeout));
            yaml.add(tool(CHARGE, capability, timeout));
            yaml.add(tool(POST, capability, timeout));
            yaml.add(tool(CHECK, capability, timeout));
            yaml.add(tool(EDIT, capability, timeout));
            yaml.add(tool(BOOK, capability, timeout));
            yaml.add(tool(METER, capability, timeout));
            yaml.add(tool(TICKET, capability, timeout));
            for (String edit : List.of(AMEND, REVISE, CONSULT)) {
                yaml.add(tool(edit, capability, timeout, EDITED));
            }
            if (SAFE_TO_REPEAT.contains(capability)) {
                yaml.add(tool(RELEASE, capability, timeout));
                yaml.add(tool(NOTIFY, capability, timeout));
            }
        }
        yaml.addAll(SimulatedSagas.yaml());
        yaml.add(FEW_AT_ONCE);
        if (isGuarded) {
            yaml.add(GRANT);
        }
        return parsed(before, String.join("---\n", yaml));
    }

    /** What a contract says that does not depend on its provider's way of calling; {@code %1$s} is the provider. */
    private static String contract(String name, String... lines) {
        return "kind: tool\nname: " + name + ".%1$s\n" + String.join("\n", lines) + "\n";
    }

    private static CatalogSnapshot parsed(CatalogSnapshot before, String yaml) {
        try {
            List<String> documents = CatalogParser.parse("simulated catalog", yaml).stream()
                    .map(CatalogDocument::json)
                    .toList();
            CatalogSnapshot catalog = before.with(documents);
            if (!catalog.problems().isEmpty()) {
                throw new CatalogException(catalog.problems());
            }
            return catalog;
        } catch (CatalogException e) {
            throw new IllegalStateException("the simulated catalog is not one: " + e.getMessage(), e);
        }
    }

    private static String tool(String head, Capability capability, int timeout) {
        return tool(head, capability, timeout, "");
    }

    /** @param more what its requests say beside the tenant and the act */
    private static String tool(String head, Capability capability, int timeout, String more) {
        String name = capability.provider();
        String undo = capability == Capability.NEITHER ? Capability.KEYED.provider() : name;
        StringBuilder yaml = new StringBuilder(head.formatted(name, undo));
        yaml.append("""
                provider: %s
                timeout: %ds
                honours_key: %s
                call:
                  method: POST
                  path: /acts
                  headers: {Idempotency-Key: $/idempotency_key}
                  body: {tenant: $/command/tenant_id, act: $/arguments/act%s}
                answers: {external_ref: /id%s}
                """.formatted(
                        name, timeout, capability.honoursKey(), more, more.isEmpty() ? "" : ", version: /version"));
        if (capability.hasLookup()) {
            yaml.append("""
                    lookup:
                      request:
                        path: /acts
                        query: {key: $/idempotency_key}
                      found: /items/0
                      external_ref: /items/0/id%s
                    """.formatted(more.isEmpty() ? "" : "\n  version: /version"));
        }
        return yaml.toString();
    }
}
