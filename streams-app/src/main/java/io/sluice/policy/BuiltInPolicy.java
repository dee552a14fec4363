package io.sluice.policy;

import io.sluice.effect.Reversibility;

/** What holds where no rule of a catalog decides: the effect type and whether the effect can be undone. */
public final class BuiltInPolicy implements Policy {

    public static final String VERSION = "built-in/2";

    @Override
    public PolicyDecision decide(PolicyQuestion question) {
        if (question.compensation()) {
            return decided(
                    Verdict.ALLOW, "compensation", "undoing an effect that was permitted needs no further approval");
        }
        return switch (question.effectType()) {
            case NONE, READ, DRAFT -> decided(Verdict.ALLOW, "low-risk", "this type of effect needs no approval");
            case INTERNAL_MUTATION ->
                question.reversibility() == Reversibility.COMPENSABLE
                        ? decided(Verdict.ALLOW, "undoable", "an internal change that can be undone needs no approval")
                        : decided(
                                Verdict.REQUIRE_APPROVAL,
                                "not-undoable",
                                "an internal change that cannot be undone needs one approval");
            case EXTERNAL_NOTIFICATION, EXTERNAL_TRANSACTION, IRREVERSIBLE ->
                decided(Verdict.REQUIRE_APPROVAL, "risky-effect", "this type of effect needs one approval");
            case META_EFFECT -> decided(Verdict.DENY, "meta-effect", "an agent may not change Sluice itself");
        };
    }

    private static PolicyDecision decided(Verdict verdict, String rule, String explanation) {
        return new PolicyDecision(verdict, rule, VERSION, explanation);
    }
}
