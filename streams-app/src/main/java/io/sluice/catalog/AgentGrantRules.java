package io.sluice.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules about what a grant of agents names. */
final class AgentGrantRules {

    private AgentGrantRules() {}

    static List<String> problems(AgentGrant grant, Catalog catalog, Set<String> roles) {
        List<String> problems = new ArrayList<>();
        check(problems, grant, "tool", grant.tools(), name -> catalog.tool(name).isPresent());
        check(
                problems,
                grant,
                "saga",
                grant.sagas(),
                name -> catalog.definition(name).isPresent());
        check(problems, grant, "role", grant.roles(), roles::contains);
        return problems;
    }

    private static void check(
            List<String> problems, AgentGrant grant, String kind, Set<String> names, Predicate<String> isKnown) {
        for (String name : names) {
            if (!name.endsWith("*") && !isKnown.test(name)) {
                problems.add(Rule.KNOWN_GRANTED.brokenBy("agent_grant " + grant.name() + ": names " + kind + " " + name
                        + ", which the catalog does not have: add it or correct the name."));
            }
        }
    }
}
