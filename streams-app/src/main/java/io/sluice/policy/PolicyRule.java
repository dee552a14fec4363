package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy.
 *
 * @param when the rule decides where this holds; null for always
 * @param explanation one sentence for a person; null for one that names the rule
 */
public record PolicyRule(
        String name,
        @Nullable Condition when,
        Verdict result,
        ApprovalTerms terms,
        @Nullable String explanation) {}
