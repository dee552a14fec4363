package io.sluice.policy;

import java.util.List;

/**
 * Rules that are asked one after the other; the first one that holds decides.
 *
 * @param version content hash of the document
 * @param order policies of a lower order are asked first; those of the same order by name
 */
public record PolicyDefinition(String name, String version, int order, List<PolicyRule> rules) {

    public static final int DEFAULT_ORDER = 100;

    /** Bound on the rules of one policy. */
    public static final int MAX_RULES = 1000;

    public PolicyDefinition {
        rules = List.copyOf(rules);
    }
}
