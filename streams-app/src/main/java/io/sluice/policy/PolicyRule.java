package io.sluice.policy;

import io.sluice.claim.Terms;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy.
 *
 * @param when the rule decides where this holds; null for always
 * @param throttle how much is let through at once or in a time, where the result is to throttle; else null
 * @param explanation one sentence for a person; null for one that names the rule
 */
public record PolicyRule(
        String name,
        @Nullable Condition when,
        Verdict result,
        ApprovalTerms terms,
        @Nullable Terms throttle,
        @Nullable String explanation) {}
