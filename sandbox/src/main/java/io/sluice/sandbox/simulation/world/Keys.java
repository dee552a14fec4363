package io.sluice.sandbox.simulation.world;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.DecisionSigner;
import io.sluice.identity.Identities;
import io.sluice.identity.TokenIssuer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;

/** The keys of every simulated world: one that is believed, and one that somebody has made for himself. */
public final class Keys {

    private static final String ID = "known";
    private static final KeyPair KNOWN = pair();
    private static final KeyPair OWN = pair();

    /** Speaks for reviewers. */
    public static final DecisionSigner REVIEWERS = new DecisionSigner(ID, KNOWN.getPrivate());

    /** Speaks for agents. */
    public static final TokenIssuer AGENTS = new TokenIssuer(ID, KNOWN.getPrivate(), Identities.AUDIENCE);

    /** Signs as if with the key that is believed. */
    public static final DecisionSigner FORGER_OF_REVIEWERS = new DecisionSigner(ID, OWN.getPrivate());

    /** Signs with a key that nobody has heard of. */
    public static final DecisionSigner STRANGER = new DecisionSigner("unheard-of", OWN.getPrivate());

    /** Issues tokens as if with the key that is believed. */
    public static final TokenIssuer FORGER_OF_AGENTS = new TokenIssuer(ID, OWN.getPrivate(), Identities.AUDIENCE);

    static final DecisionKeys BELIEVED = new DecisionKeys(Map.of(ID, KNOWN.getPublic()));
    static final Identities IDENTITIES = new Identities(Map.of(ID, KNOWN.getPublic()), Identities.AUDIENCE, Set.of());

    private Keys() {}

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
