package io.sluice.saga.machine;

import io.sluice.effect.EffectType;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.PolicyQuestion;
import io.sluice.policy.Verdict;

/** The built-in policy, but no internal change needs an approval, so that a test without one can use what it likes. */
final class TestPolicy implements Policy {

    @Override
    public PolicyDecision decide(PolicyQuestion question) {
        return question.effectType() == EffectType.INTERNAL_MUTATION
                ? new PolicyDecision(Verdict.ALLOW, "internal", BuiltInPolicy.VERSION, "as the test says")
                : new BuiltInPolicy().decide(question);
    }
}
