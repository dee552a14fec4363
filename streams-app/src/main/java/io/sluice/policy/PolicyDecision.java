package io.sluice.policy;

import io.sluice.claim.Terms;
import org.jspecify.annotations.Nullable;

/**
 * One recorded answer of policy.
 *
 * @param rule which rule decided
 * @param explanation one sentence for a person
 * @param terms what an approval takes, where the verdict requires one
 * @param throttle how much the rule lets through at once or in a time, where the verdict is to throttle; else null
 */
public record PolicyDecision(
        Verdict verdict,
        String rule,
        String policyVersion,
        String explanation,
        ApprovalTerms terms,
        @Nullable Terms throttle) {

    /** A decision that throttles nothing. */
    public PolicyDecision(Verdict verdict, String rule, String policyVersion, String explanation, ApprovalTerms terms) {
        this(verdict, rule, policyVersion, explanation, terms, null);
    }

    /** A decision with the usual terms. */
    public PolicyDecision(Verdict verdict, String rule, String policyVersion, String explanation) {
        this(verdict, rule, policyVersion, explanation, ApprovalTerms.USUAL);
    }
}
