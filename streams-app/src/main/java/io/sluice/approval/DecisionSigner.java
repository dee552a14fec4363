package io.sluice.approval;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** Signs decisions for the service that has authenticated their reviewers. Tells nobody its key. */
public final class DecisionSigner {
    static final String ALGORITHM = "Ed25519";

    private final String keyId;
    private final PrivateKey key;

    /**
     * Signs with {@code key}.
     *
     * @param keyId what those who verify call its public half
     * @param key an Ed25519 key
     */
    public DecisionSigner(String keyId, PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * The decision with a signature over all its fields.
     *
     * @throws IllegalArgumentException when a text of the decision is not Unicode
     */
    public ReviewerDecision sign(ReviewerDecision decision) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(SignedForm.of(decision, keyId));
            return decision.signed(
                    new DecisionSignature(keyId, Base64.getEncoder().encodeToString(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + keyId + " cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "DecisionSigner[" + keyId + "]";
    }
}
