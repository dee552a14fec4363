package io.sluice.policy;

/** Decides whether an effect may happen. Pure: the same question gives the same answer. */
@FunctionalInterface
public interface Policy {
    PolicyDecision decide(PolicyQuestion question);
}
