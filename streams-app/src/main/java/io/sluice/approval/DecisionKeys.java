package io.sluice.approval;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The public keys whose owners may speak for reviewers. Without any, no decision is believed. */
public final class DecisionKeys {

    /** Believes nobody. */
    public static final DecisionKeys NONE = new DecisionKeys(Map.of());

    private final Map<String, PublicKey> keys;

    /** Why a decision is not believed. */
    public enum Distrust {
        NOT_SIGNED,
        UNKNOWN_KEY,
        WRONG_SIGNATURE
    }

    /** @param keys Ed25519 keys by the id that signatures name */
    public DecisionKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    public Set<String> ids() {
        return keys.keySet();
    }

    /** Why {@code decision} is not to be believed; empty where one of the keys has signed exactly this. */
    public Optional<Distrust> distrust(ReviewerDecision decision) {
        DecisionSignature signature = decision.signature();
        if (signature == null) {
            return Optional.of(Distrust.NOT_SIGNED);
        }
        PublicKey key = keys.get(signature.keyId());
        if (key == null) {
            return Optional.of(Distrust.UNKNOWN_KEY);
        }
        return fits(decision, signature, key) ? Optional.empty() : Optional.of(Distrust.WRONG_SIGNATURE);
    }

    private static boolean fits(ReviewerDecision decision, DecisionSignature signature, PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(DecisionSigner.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(SignedForm.of(decision, signature.keyId()));
            return verifier.verify(Base64.getDecoder().decode(signature.value()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // what is malformed fits nothing
        }
    }
}
