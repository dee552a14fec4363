package io.sluice.catalog;

import io.sluice.claim.Terms;
import io.sluice.policy.ApprovalTerms;
import io.sluice.policy.Condition;
import io.sluice.policy.PolicyDefinition;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy and compiles its conditions. */
final class PolicyParser {
    private static final Duration MAX_EXPIRY = Duration.ofDays(90);

    private PolicyParser() {}

    static PolicyDefinition parse(Fields fields, String version) {
        String name = fields.name("name");
        Integer order = fields.number("order", 0, 1_000_000);
        List<PolicyRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields rule : fields.objectsOrNone("rules")) {
            PolicyRule parsed = rule(rule);
            rules.add(parsed);
            if (!names.add(parsed.name())) {
                rule.problem("name", "is taken by an earlier rule: give each rule a name of its own.");
            }
        }
        if (rules.size() > PolicyDefinition.MAX_RULES) {
            fields.problem("rules", "holds more than " + PolicyDefinition.MAX_RULES + " rules: split the policy.");
        }
        fields.end();
        return new PolicyDefinition(name, version, order == null ? PolicyDefinition.DEFAULT_ORDER : order, rules);
    }

    private static PolicyRule rule(Fields fields) {
        Verdict result = fields.choice("result", Verdict.class);
        if (!fields.has("result")) {
            fields.problem("result", "is missing: say allow, deny, require_approval or throttle.");
        }
        Terms throttle = LimitParser.within(fields.object("throttle"));
        if ((throttle != null) != (result == Verdict.THROTTLE)) {
            fields.problem(
                    "throttle",
                    throttle == null
                            ? "is missing: say how much is let through, for example {rate: {max: 10, per: 1m}}."
                            : "goes with result: throttle only: remove it.");
        }
        Fields approval = fields.object("approval");
        if (approval != null && result != Verdict.REQUIRE_APPROVAL) {
            fields.problem("approval", "goes with result: require_approval only: remove it.");
        }
        PolicyRule rule = new PolicyRule(
                fields.name("name"),
                condition(fields, "when"),
                result == null ? Verdict.DENY : result,
                approval == null ? ApprovalTerms.USUAL : terms(approval),
                throttle,
                fields.optionalText("explanation"));
        fields.end();
        return rule;
    }

    private static ApprovalTerms terms(Fields fields) {
        Integer reviewers = fields.number("reviewers", 1, ApprovalTerms.MAX_REVIEWERS);
        ApprovalTerms terms = new ApprovalTerms(
                fields.optionalName("role"), reviewers == null ? 1 : reviewers, fields.duration("expires", MAX_EXPIRY));
        fields.end();
        return terms;
    }

    /** A condition in CEL, null where the field is missing. */
    static @Nullable Condition condition(Fields fields, String field) {
        String text = fields.optionalText(field);
        if (text == null) {
            return null;
        }
        try {
            return Condition.compile(text);
        } catch (IllegalArgumentException e) {
            fields.problem(field, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
