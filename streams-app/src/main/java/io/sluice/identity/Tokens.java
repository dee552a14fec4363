package io.sluice.identity;

import java.security.Key;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
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
 * Reads signed tokens, JWTs in compact form with EdDSA. Pure: the same token and time give the same answer.
 *
 * @param keys public Ed25519 keys of those who issue them, by the id that a token's header names
 * @param audience what a token must be meant for
 * @param holders whose tokens these are, in words
 */
record Tokens(Map<String, PublicKey> keys, String audience, String holders) {

    /** Bound on a token, in characters. */
    static final int MAX_TOKEN = 4096;

    /**
     * What {@code token} says.
     *
     * @param at the time at which it has to be valid
     * @throws TokenException when it proves nothing
     */
    SignedToken read(String token, Instant at) throws TokenException {
        if (token.length() > MAX_TOKEN || token.chars().filter(c -> c == '.').count() != 2) {
            throw new TokenException("is no signed JWT in compact form of at most " + MAX_TOKEN + " characters");
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
            String subject = claims.getSubject();
            if (subject.isBlank()) {
                throw nobody();
            }
            return new SignedToken(key.id, subject, claims);
        } catch (InvalidJwtException e) {
            throw why(e); // its own message quotes the token
        } catch (MalformedClaimException e) {
            throw malformed();
        }
    }

    private TokenException why(InvalidJwtException refused) {
        if (refused.hasErrorCode(ErrorCodes.EXPIRED)) {
            return new TokenException("has expired; get a new one");
        }
        if (refused.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return new TokenException("is not valid yet");
        }
        if (refused.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return new TokenException("never expires: it needs the claim exp");
        }
        if (refused.hasErrorCode(ErrorCodes.AUDIENCE_MISSING) || refused.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)) {
            return new TokenException("is not meant for this installation (claim aud)");
        }
        if (refused.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return nobody();
        }
        if (refused.hasErrorCode(ErrorCodes.MALFORMED_CLAIM)) {
            return malformed();
        }
        return new TokenException("is not signed, with EdDSA, by a key that is configured here for " + holders);
    }

    private static TokenException nobody() {
        return new TokenException("names nobody (claim sub)");
    }

    private static TokenException malformed() {
        return new TokenException("has a claim of the wrong form: sub is text, exp a number");
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
