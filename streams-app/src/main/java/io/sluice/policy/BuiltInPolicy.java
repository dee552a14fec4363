package io.sluice.policy;

/**
 * The policy that stands in until a catalog brings its own: it allows, and requires one approval for the three risky
 * effect types.
 */
public final class BuiltInPolicy implements Policy {

    public static final String VERSION = "built-in/1";

    @Override
    public PolicyDecision decide(PolicyQuestion question) {
        if (question.compensation()) {
            return decided(
                    Verdict.ALLOW, "compensation", "undoing an effect that was permitted needs no further approval");
        }
        return switch (question.effectType()) {
            case NONE, READ, DRAFT, INTERNAL_MUTATION ->
                decided(Verdict.ALLOW, "low-risk", "this type of effect needs no approval");
            case EXTERNAL_NOTIFICATION, EXTERNAL_TRANSACTION, IRREVERSIBLE ->
                decided(Verdict.REQUIRE_APPROVAL, "risky-effect", "this type of effect needs one approval");
            case META_EFFECT -> decided(Verdict.DENY, "meta-effect", "an agent may not change Sluice itself");
        };
    }

    private static PolicyDecision decided(Verdict verdict, String rule, String explanation) {
        return new PolicyDecision(verdict, rule, VERSION, explanation);
    }
}
