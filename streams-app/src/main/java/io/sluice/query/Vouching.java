package io.sluice.query;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.DecisionSigner;
import io.sluice.approval.ReviewerDecision;
import org.jspecify.annotations.Nullable;

/**
 * Sees that somebody vouches for each decision that comes in: this instance, or whoever has signed it.
 *
 * @param signer vouches for reviewers; null where only decisions are taken that somebody else has signed
 * @param keys those whose signatures count
 */
public record Vouching(@Nullable DecisionSigner signer, DecisionKeys keys) {
    private static final int FORBIDDEN = 403;

    /**
     * {@code decision} with a signature that counts.
     *
     * @throws Refusal when it has none and gets none here, or has one that does not count
     */
    ReviewerDecision signed(ReviewerDecision decision) {
        return decision.signature() == null ? sign(decision) : believed(decision);
    }

    private ReviewerDecision sign(ReviewerDecision decision) {
        if (signer == null) {
            throw Refusal.unavailable(
                    "This instance signs no decisions, so the approval would have no effect: set approval.signing-key,"
                            + " or send a signed decision.",
                    null);
        }
        try {
            return signer.sign(decision);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_decision", String.valueOf(e.getMessage()));
        }
    }

    /** Anybody can write something in the place of a signature, and would so write to the saga's journal. */
    private ReviewerDecision believed(ReviewerDecision decision) {
        if (keys.distrust(decision).isPresent()) {
            throw new Refusal(
                    FORBIDDEN,
                    "not_permitted",
                    "No key of approval.key.<id> has signed exactly this decision: sign it with one of them, or leave"
                            + " the signature out and send a person's token.",
                    null);
        }
        return decision;
    }
}
