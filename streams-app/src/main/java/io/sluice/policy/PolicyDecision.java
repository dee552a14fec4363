package io.sluice.policy;

/**
 * One recorded answer of policy.
 *
 * @param rule which rule decided
 * @param explanation one sentence for a person
 */
public record PolicyDecision(Verdict verdict, String rule, String policyVersion, String explanation) {}
