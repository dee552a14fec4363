package io.sluice.approval;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** A pair of keys that a test makes for itself. */
public record TestKeys(String id, KeyPair pair) {

    public static TestKeys named(String id) {
        try {
            return new TestKeys(
                    id, KeyPairGenerator.getInstance(DecisionSigner.ALGORITHM).generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public DecisionSigner signer() {
        return new DecisionSigner(id, pair.getPrivate());
    }

    public DecisionKeys verify() {
        return new DecisionKeys(Map.of(id, pair.getPublic()));
    }
}
