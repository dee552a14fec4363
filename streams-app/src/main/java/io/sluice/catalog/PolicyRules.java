package io.sluice.catalog;

import io.sluice.policy.PolicyDefinition;
import io.sluice.policy.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules about a policy and the roles that it names. */
final class PolicyRules {

    private PolicyRules() {}

    static List<String> problems(PolicyDefinition policy, Map<String, RoleDefinition> roles) {
        List<String> problems = new ArrayList<>();
        for (PolicyRule rule : policy.rules()) {
            String name = rule.terms().role();
            if (name == null) {
                continue;
            }
            RoleDefinition role = roles.get(name);
            String where = "policy " + policy.name() + ": rule " + rule.name() + " asks for reviewers of role " + name;
            if (role == null) {
                problems.add(Rule.KNOWN_ROLE.brokenBy(
                        where + ", which the catalog does not have: add the role or correct the name."));
            } else if (role.members().size() < rule.terms().reviewers()) {
                problems.add(Rule.ENOUGH_REVIEWERS.brokenBy(
                        where + ", which has " + role.members().size() + " members, fewer than the "
                                + rule.terms().reviewers() + " that must agree: add members."));
            }
        }
        return problems;
    }
}
