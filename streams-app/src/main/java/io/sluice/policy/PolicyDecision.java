package io.sluice.policy;

/**
 * One recorded answer of policy.
 *
 * @param rule which rule decided
 * @param explanation one sentence for a person
 * @param terms what an approval takes, where the verdict requires one
 */
public record PolicyDecision(
        Verdict verdict, String rule, String policyVersion, String explanation, ApprovalTerms terms) {

    /** A decision with the usual terms. */
    public PolicyDecision(Verdict verdict, String rule, String policyVersion, String explanation) {
        this(verdict, rule, policyVersion, explanation, ApprovalTerms.USUAL);
    }
}
