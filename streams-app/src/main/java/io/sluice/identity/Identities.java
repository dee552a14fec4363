package io.sluice.identity;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out whether a command is from whom it says. Pure: the same token, claim and time give the same answer.
 *
 * @param keys public Ed25519 keys of those who issue tokens of agents, by the id that a token's header names
 * @param audience what a token must be meant for
 * @param trustedAgents who is believed without a token, because the ACL of the topic lets nobody write who could claim to
 *     be them; {@link #EVERYBODY} for all
 */
public record Identities(Map<String, PublicKey> keys, String audience, Set<String> trustedAgents) {

    /** Stands for every agent. */
    public static final String EVERYBODY = "*";

    /** What tokens are meant for where nothing else is said. */
    public static final String AUDIENCE = "sluice";

    /** Knows no issuer and trusts no agent. */
    public static final Identities NONE = new Identities(Map.of(), AUDIENCE, Set.of());

    /** Bound on a token, in characters. */
    public static final int MAX_TOKEN = Tokens.MAX_TOKEN;

    public Identities {
        keys = Map.copyOf(keys);
        trustedAgents = Set.copyOf(trustedAgents);
    }

    /** Whether no agent whatever can prove who it is. */
    public boolean believesNobody() {
        return keys.isEmpty() && trustedAgents.isEmpty();
    }

    /** The same where nobody's name is believed for itself. */
    public Identities trustingNobody() {
        return new Identities(keys, audience, Set.of());
    }

    /**
     * Looks at the token of a command.
     *
     * @param tokens as many as came with it: at most one may
     * @param at when the command came in
     */
    public Verification verify(List<String> tokens, NamedAgent named, Instant at) {
        if (tokens.size() > 1) {
            return new Verification.Refused("it has " + tokens.size() + " tokens; send one");
        }
        if (!tokens.isEmpty()) {
            return verify(tokens.getFirst(), named, at);
        }
        return trustedAgents.contains(EVERYBODY) || trustedAgents.contains(named.agentId())
                ? new Verification.Proven(new AgentIdentity(AgentIdentity.TOPIC, List.of()))
                : new Verification.NotAsked();
    }

    private Verification verify(String compact, NamedAgent named, Instant at) {
        try {
            SignedToken token = new Tokens(keys, audience, "agents").read(compact, at);
            if (!named.agentId().equals(token.subject())) {
                throw new TokenException("is another agent's than the one it names");
            }
            if (!named.tenantId().equals(token.text(SignedToken.TENANT))) {
                throw new TokenException("is not for this tenant");
            }
            String run = token.text(SignedToken.RUN);
            if (run != null && !run.equals(named.runId())) {
                throw new TokenException("is for another run");
            }
            return new Verification.Proven(new AgentIdentity(token.keyId(), token.texts(SignedToken.ROLES)));
        } catch (TokenException e) {
            return new Verification.Refused("its token " + e.why());
        }
    }
}
