package io.sluice.catalog;

import io.sluice.claim.Terms;

/**
 * A limit as it applies to one tool.
 *
 * @param scope whether a document of its own declares it, or the tool's contract
 * @param name of the document, or of the tool
 */
public record Limit(Scope scope, String name, Terms terms) {

    /** Where a limit is declared. */
    public enum Scope {
        LIMIT,
        TOOL
    }

    /** How a person would call it. */
    public String inWords() {
        return (scope == Scope.LIMIT ? "limit " : "tool ") + name;
    }
}
