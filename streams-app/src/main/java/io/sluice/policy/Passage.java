package io.sluice.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which rules let a tool through without a reviewer, as far as its contract alone tells.
 *
 * @param always the rule that does so whatever is proposed is the last one; what comes behind it is never asked
 * @param rules by policy and name, in the order in which they are asked; the others depend on more than the contract
 */
public record Passage(boolean always, List<String> rules) {

    public Passage {
        rules = List.copyOf(rules);
    }

    /**
     * Asks the rules in their order, as far as they can answer.
     *
     * @param contract what conditions see of the contract
     */
    public static Passage of(Collection<PolicyDefinition> policies, JsonNode contract) {
        List<String> rules = new ArrayList<>();
        for (PolicyDefinition policy : RulePolicy.ordered(policies)) {
            for (PolicyRule rule : policy.rules()) {
                Condition when = rule.when();
                Condition.Result holds =
                        when == null ? new Condition.Result.Known(true) : when.evaluateFor(Facts.mapping(contract));
                boolean decides = holds instanceof Condition.Result.Known known && known.holds();
                boolean mayDecide = decides || holds instanceof Condition.Result.NotYet;
                if (mayDecide && rule.result() == Verdict.ALLOW) {
                    rules.add(policy.name() + "/" + rule.name());
                }
                if (decides) {
                    return new Passage(rule.result() == Verdict.ALLOW, rules);
                }
            }
        }
        return new Passage(false, rules);
    }
}
