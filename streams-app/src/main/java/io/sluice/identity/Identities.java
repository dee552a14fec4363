package io.sluice.identity;

import java.security.Key;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a command is from whom it says. Pure: the same token, claim and time give the same answer.
 *
 * @param keys public Ed25519 keys of those who issue tokens, by the id that a token's header names
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
    public static final int MAX_TOKEN = 4096;

    static final String TENANT = "tenant";
    static final String RUN = "run";
    static final String ROLES = "roles";
    private static final int MAX_ROLES = 20;
    private static final int MAX_ROLE = 256;

    public Identities {
        keys = Map.copyOf(keys);
        trustedAgents = Set.copyOf(trustedAgents);
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

    private Verification verify(String token, NamedAgent named, Instant at) {
        if (token.length() > MAX_TOKEN || token.chars().filter(c -> c == '.').count() != 2) {
            return new Verification.Refused(
                    "its token is no signed JWT in compact form of at most " + MAX_TOKEN + " characters");
        }
        try {
            KeyOfToken key = new KeyOfToken();
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA)
                    .setVerificationKeyResolver((jws, nesting) -> key.resolve(jws.getKeyIdHeaderValue()))
                    .setExpectedAudience(audience)
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setEvaluationTime(NumericDate.fromMilliseconds(at.toEpochMilli()))
                    .build()
                    .processToClaims(token);
            return proven(claims, named, key.id);
        } catch (InvalidJwtException e) {
            return new Verification.Refused(why(e)); // its own message quotes the token
        } catch (MalformedClaimException e) {
            return new Verification.Refused(
                    "a claim of its token has the wrong form: sub, tenant and run are text, roles a list of text");
        }
    }

    private static Verification proven(JwtClaims claims, NamedAgent named, String keyId)
            throws MalformedClaimException {
        if (!named.agentId().equals(claims.getSubject())) {
            return new Verification.Refused("its token is another agent's than the one it names");
        }
        if (!named.tenantId().equals(claims.getClaimValue(TENANT, String.class))) {
            return new Verification.Refused("its token is not for this tenant");
        }
        String run = claims.getClaimValue(RUN, String.class);
        if (run != null && !run.equals(named.runId())) {
            return new Verification.Refused("its token is for another run");
        }
        List<String> roles = claims.hasClaim(ROLES) ? claims.getStringListClaimValue(ROLES) : List.of();
        if (roles.size() > MAX_ROLES || roles.stream().anyMatch(role -> role.length() > MAX_ROLE)) {
            return new Verification.Refused("its token claims more or longer roles than are taken");
        }
        return new Verification.Proven(new AgentIdentity(keyId, roles));
    }

    private static String why(InvalidJwtException refused) {
        if (refused.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "its token has expired; get a new one";
        }
        if (refused.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "its token is not valid yet";
        }
        if (refused.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return "its token never expires: it needs the claim exp";
        }
        if (refused.hasErrorCode(ErrorCodes.AUDIENCE_MISSING) || refused.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)) {
            return "its token is not meant for this installation (claim aud)";
        }
        if (refused.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return "its token names no agent (claim sub)";
        }
        return "its token is not signed, with EdDSA, by a key that is configured here";
    }

    /** The key that a token names, remembered as the one that vouches. */
    private final class KeyOfToken {
        private String id = "";

        Key resolve(@Nullable String keyId) throws UnresolvableKeyException {
            PublicKey key = keyId == null ? null : keys.get(keyId);
            if (key == null || keyId == null) {
                throw new UnresolvableKeyException("no key of that id is configured");
            }
            id = keyId;
            return key;
        }
    }
}
