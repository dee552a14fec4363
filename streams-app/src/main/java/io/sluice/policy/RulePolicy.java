package io.sluice.policy;

import io.sluice.idempotency.Keys;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The policies of a catalog, asked in their order, and the built-in one where no rule of theirs decides. */
public final class RulePolicy implements Policy {
    private static final int VERSION_CHARS = 16;
    private static final Policy DEFAULTS = new BuiltInPolicy();

    private final List<PolicyDefinition> policies;
    private final String version;

    private RulePolicy(List<PolicyDefinition> policies, String version) {
        this.policies = policies;
        this.version = version;
    }

    /** The policies as one; the built-in one alone where there are none. */
    public static Policy of(Collection<PolicyDefinition> policies) {
        if (policies.isEmpty()) {
            return DEFAULTS;
        }
        return new RulePolicy(ordered(policies), versionOf(policies));
    }

    /** What decisions of {@link #of} name as the version of the policy. */
    public static String versionOf(Collection<PolicyDefinition> policies) {
        if (policies.isEmpty()) {
            return BuiltInPolicy.VERSION;
        }
        String[] parts = ordered(policies).stream()
                .map(policy -> policy.name() + "@" + policy.version())
                .toArray(String[]::new);
        return Keys.ofParts(parts).substring(0, VERSION_CHARS);
    }

    static List<PolicyDefinition> ordered(Collection<PolicyDefinition> policies) {
        return policies.stream()
                .sorted(Comparator.comparingInt(PolicyDefinition::order).thenComparing(PolicyDefinition::name))
                .toList();
    }

    @Override
    public PolicyDecision decide(PolicyQuestion question) {
        if (!question.compensation()) {
            Facts facts = question.facts().get();
            for (PolicyDefinition policy : policies) {
                for (PolicyRule rule : policy.rules()) {
                    Condition when = rule.when();
                    Condition.Result result = when == null ? new Condition.Result.Known(true) : when.evaluate(facts);
                    switch (result) {
                        case Condition.Result.Known known -> {
                            if (known.holds()) {
                                return decided(policy, rule);
                            }
                        }
                        case Condition.Result.NotYet notYet -> {
                            return decided(
                                    Verdict.ALLOW,
                                    policy,
                                    rule,
                                    "not decided before the step's arguments are known; asked again before the call");
                        }
                        case Condition.Result.Broken broken -> {
                            return decided(Verdict.DENY, policy, rule, "the rule cannot be evaluated: " + broken.why());
                        }
                    }
                }
            }
        }
        PolicyDecision byDefault = DEFAULTS.decide(question);
        return new PolicyDecision(
                byDefault.verdict(), byDefault.rule(), version, byDefault.explanation(), byDefault.terms());
    }

    private PolicyDecision decided(PolicyDefinition policy, PolicyRule rule) {
        String given = rule.explanation();
        String explanation = given == null ? "rule " + rule.name() + " of policy " + policy.name() + " says so" : given;
        return new PolicyDecision(
                rule.result(), policy.name() + "/" + rule.name(), version, explanation, rule.terms(), rule.throttle());
    }

    private PolicyDecision decided(Verdict verdict, PolicyDefinition policy, PolicyRule rule, String explanation) {
        return new PolicyDecision(verdict, policy.name() + "/" + rule.name(), version, explanation);
    }
}
