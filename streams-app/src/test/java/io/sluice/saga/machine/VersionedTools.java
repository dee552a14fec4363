package io.sluice.saga.machine;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import org.jspecify.annotations.Nullable;

/** A tool that goes by the version of its target, and sends it; and sagas and commands that use it. */
final class VersionedTools {

    static final String ALLOWED = """
            kind: policy
            name: p
            rules: [{name: all, result: allow}]
            """;

    /** Only what the tool {@code close} does needs an approval. */
    static final String CLOSING_ASKED = """
            kind: policy
            name: p
            rules:
              - {name: closing, when: contract.name == "close", result: require_approval}
              - {name: all, result: allow}
            """;

    private VersionedTools() {}

    /** @param rules what the tool's {@code expected_version} says */
    static CatalogSnapshot catalog(String rules) {
        return catalog(rules, "", ALLOWED);
    }

    /** @param second what else the second step that uses the tool says */
    static CatalogSnapshot catalog(String rules, String second, String policy) {
        return YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {%s}
                conditional_write: true
                call: {path: /change, headers: {Key: $/idempotency_key}, body: {version: "$/expected_version?"}}
                answers: {external_ref: /id}
                ---
                kind: tool
                name: quote
                effect_type: read
                provider: p
                call: {method: GET, path: /quote}
                ---
                kind: saga
                name: both
                steps: [{name: quote, tool: quote}, {name: first, tool: change}, {name: second, tool: change%s}]
                """.formatted(rules, second), policy);
    }

    static Scenario with(CatalogSnapshot catalog) {
        return Scenario.with(catalog).policy(catalog.policy());
    }

    static Command change(@Nullable String expected) {
        return CommandBuilder.ofTool("change", Scenario.START).expects(expected).build();
    }

    /** A read and two changes of the same target at version 3. */
    static Command both() {
        return both("3");
    }

    static Command both(String expected) {
        return CommandBuilder.of(null, "both", Scenario.START).expects(expected).build();
    }

    /** A change that was made for version 3 has been proposed. */
    static Scenario proposed(String rules) {
        return with(catalog(rules)).propose(change("3"));
    }
}
