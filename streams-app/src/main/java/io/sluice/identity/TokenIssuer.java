package io.sluice.identity;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Signs tokens of agents or of people, as an identity provider would. Tells nobody its key. */
public final class TokenIssuer {
    private final String keyId;
    private final PrivateKey key;
    private final String audience;

    /**
     * Signs with {@code key}.
     *
     * @param keyId what those who verify call its public half
     * @param key an Ed25519 key
     * @param audience what the tokens are meant for
     */
    public TokenIssuer(String keyId, PrivateKey key, String audience) {
        this.keyId = keyId;
        this.key = key;
        this.audience = audience;
    }

    /**
     * A token of an agent in compact form.
     *
     * @param runId the one run that it is for; null for any
     * @param expiresAt it proves nothing from here on
     */
    public String issue(
            String agentId, String tenantId, @Nullable String runId, List<String> roles, Instant expiresAt) {
        JwtClaims claims = claims(agentId, tenantId, expiresAt);
        if (runId != null) {
            claims.setStringClaim(SignedToken.RUN, runId);
        }
        if (!roles.isEmpty()) {
            claims.setStringListClaim(SignedToken.ROLES, roles);
        }
        return signed(claims);
    }

    /**
     * A token of a person in compact form.
     *
     * @param expiresAt it proves nothing from here on
     */
    public String issue(Person person, Instant expiresAt) {
        JwtClaims claims = claims(person.name(), person.tenant(), expiresAt);
        claims.setStringListClaim(
                SignedToken.MAY, person.may().stream().map(Right::word).sorted().toList());
        return signed(claims);
    }

    private JwtClaims claims(String subject, String tenantId, Instant expiresAt) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setAudience(audience);
        claims.setExpirationTime(NumericDate.fromMilliseconds(expiresAt.toEpochMilli()));
        claims.setStringClaim(SignedToken.TENANT, tenantId);
        return claims;
    }

    private String signed(JwtClaims claims) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        token.setKeyIdHeaderValue(keyId);
        token.setPayload(claims.toJson());
        token.setKey(key);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the key " + keyId + " cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "TokenIssuer[" + keyId + "]";
    }
}
